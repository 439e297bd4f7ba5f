import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';
import type { ListedModel } from '../../state/models';
import { BacktestTables } from '../models/BacktestTables';

interface NotEvaluatedProps {
  model: ListedModel;
  title: string;
}

/** The known facts about a model that was not evaluated, and how to evaluate it. */
export function NotEvaluated({ model, title }: NotEvaluatedProps) {
  const { to_evaluate: commands, manifest } = model;
  const metrics = manifest?.metrics ?? {};
  const isTested = Object.keys(metrics).length > 0;
  return (
    <>
      <section class="card" aria-label={t('evaluation.untested.title', { title })}>
        <h2>{t('evaluation.untested.title', { title })}</h2>
        {commands && (
          <>
            <p>{t('evaluation.untested.how')}</p>
            <ol class="commands">
              <li>
                <Rich text={t('evaluation.untested.evaluate', { command: commands.evaluate })} />
              </li>
              <li>
                <Rich text={t('evaluation.untested.attach', { command: commands.attach })} />
              </li>
            </ol>
          </>
        )}
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
