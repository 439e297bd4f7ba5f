import type { FileIngest } from '../../../contract/fileIngest';
import { Fact } from '../../components/Fact';
import { count } from '../../components/format';
import { inARow, t } from '../../languages/speech';
import { Findings } from './Findings';

/** The changes that a file made in the catalog. */
export function StoredSales({ stored: { report, catalog } }: { stored: FileIngest }) {
  return (
    <>
      <p class="sentence" role="status" data-testid="stored">
        {inARow([
          t('sales.stored.rows', { count: report.rows, kept: report.kept }),
          t('sales.stored.products', {
            count: catalog.products,
            fresh: catalog.new_products,
            weeks: catalog.changed_weeks,
          }),
          ...(catalog.replaced_synthetic ? [t('sales.stored.replaced')] : []),
        ])}
      </p>
      <dl class="facts">
        <Fact name={t('sales.stored.zero')} value={count(catalog.zero_weeks)} />
        <Fact name={t('sales.stored.unknown')} value={count(catalog.unknown_weeks)} />
        <Fact name={t('sales.stored.waiting')} value={count(catalog.waiting_rows)} />
      </dl>
      <Findings kind="left_out" findings={report.dropped} />
      <Findings kind="noted" findings={report.notes} />
    </>
  );
}
