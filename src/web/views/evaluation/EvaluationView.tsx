import { ModelOptions } from '../../components/ModelOptions';
import { ViewHead } from '../../components/ViewHead';
import type { Evaluation } from '../../../contract/evaluation/evaluation';
import { getJson } from '../../api/client';
import { Field } from '../../components/Field';
import { FailureNote, Loading } from '../../components/Notes';
import type { ViewProps } from '../../state/address';
import { type ListedModel, useModels } from '../../state/models';
import { useAnswer } from '../../state/useAnswer';
import { DemandReport } from './DemandReport';
import { TableReport } from './TableReport';
import { NotEvaluated } from './NotEvaluated';
import { VerdictCard } from './VerdictCard';
import { t } from '../../languages/speech';

/** Does text help? Shows the evaluation of the active model, and of another one if chosen. */
export function EvaluationView({ params, setParams }: ViewProps) {
  const { phase, value, error, retry } = useModels();
  const models = value?.models ?? [];
  const active = models.find((model) => model.active);
  const others = models.filter((model) => model !== active);
  const other = others.find((model) => model.name === params.get('with'));
  return (
    <>
      <div class="view-bar">
        <ViewHead title={t('evaluation.title')} about={t('evaluation.note')} />
        {active && others.length > 0 && (
          <div class="choice">
            <Field
              label={t('evaluation.compareWith')}
              control={(props) => (
                <select
                  {...props}
                  value={other?.name ?? ''}
                  onChange={(event) => {
                    const name = event.currentTarget.value;
                    setParams(new URLSearchParams(name ? { with: name } : { with: '' }));
                  }}
                >
                  <option value="">{t('evaluation.noOther')}</option>
                  <ModelOptions models={others} />
                </select>
              )}
            />
          </div>
        )}
      </div>
      <div class="stack">
        {!value && phase === 'loading' && <Loading what={t('evaluation.loadingModels')} />}
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {value && !active && <p class="empty">{t('evaluation.noneActive')}</p>}
        {other && other.manifest?.data.hash !== active?.manifest?.data.hash && (
          <p class="note calm">{t('evaluation.differentSales')}</p>
        )}
        {active && (
          <div class={other ? 'abreast' : undefined}>
            {[active, ...(other ? [other] : [])].map((model) => (
              <ModelEvaluation key={model.name} model={model} />
            ))}
          </div>
        )}
      </div>
    </>
  );
}

function ModelEvaluation({ model }: { model: ListedModel }) {
  const { name, manifest, evaluated } = model;
  const path = `/models/${encodeURIComponent(name)}/evaluation`;
  const { phase, value, error, retry } = useAnswer({
    key: evaluated ? path : null,
    ask: (signal) => getJson<Evaluation>(path, signal),
  });
  const title = manifest?.title || name;
  return (
    <section class="stack" aria-label={t('evaluation.of', { title })}>
      {!evaluated && <NotEvaluated model={model} title={title} />}
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {phase === 'loading' && <Loading what={t('evaluation.loading')} />}
      {value && <VerdictCard title={title} evaluation={value} />}
      {value?.mode === 'demand' && <DemandReport evaluation={value} />}
      {value?.mode === 'table' && <TableReport evaluation={value} />}
    </section>
  );
}
