import type { FilePreview } from '../../../contract/filePreview';
import { dayOfYear, units } from '../../components/format';
import { t } from '../../languages/speech';

/** The number of rows read from a sales file, their total, and their weeks. */
export function understoodSentence(
  { rows, kept }: Pick<NonNullable<FilePreview['report']>, 'rows' | 'kept'>,
  weeks: readonly Pick<NonNullable<FilePreview['weeks']>[number], 'week' | 'units'>[],
): string {
  return t('sales.understood.rows', {
    count: rows,
    kept,
    units: units(weeks.reduce((sum, week) => sum + week.units, 0)),
    first: dayOfYear(weeks[0]!.week),
    last: dayOfYear(weeks.at(-1)!.week),
  });
}
