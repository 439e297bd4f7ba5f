import type { Manifest } from '../../../contract/manifest';
import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';
import { BacktestTables } from '../models/BacktestTables';

interface NotEvaluatedProps {
  name: string;
  title: string;
  metrics: Manifest['metrics'];
}

/** What is known of a model that was never tested with its words and without them, and how that is done. */
export function NotEvaluated({ name, title, metrics }: NotEvaluatedProps) {
  const isTested = Object.keys(metrics).length > 0;
  return (
    <>
      <section class="card" aria-label={t('evaluation.untested.title', { title })}>
        <h2>{t('evaluation.untested.title', { title })}</h2>
        <p>{t('evaluation.untested.how')}</p>
        <ol class="commands">
          <li>
            <Rich text={t('evaluation.untested.evaluate')} />
          </li>
          <li>
            <Rich text={t('evaluation.untested.attach', { name })} />
          </li>
        </ol>
      </section>
      {isTested && (
        <section class="card" aria-label={t('evaluation.untested.heldOut')}>
          <h2>{t('evaluation.untested.heldOut')}</h2>
          <p class="figure-caption">{t('evaluation.untested.heldOutNote')}</p>
          <BacktestTables metrics={metrics} />
        </section>
      )}
    </>
  );
}
