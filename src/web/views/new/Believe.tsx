import { FEWEST_PRODUCTS, FEWEST_WEEKS } from '../../../contract/certainty';
import type { Task } from '../../../contract/evaluation/task';
import { isSimple, TEXT_AWARE } from '../../../contract/modelNames';
import type { AccuracyAnswer } from '../../../contract/monitoring';
import { getJson } from '../../api/client';
import { percent } from '../../components/format';
import { methodName, methodTerm } from '../../components/methods';
import { Rich } from '../../components/Rich';
import { Term } from '../../components/Term';
import { t } from '../../languages/speech';
import { useModel } from '../../state/models';
import { useAnswer } from '../../state/useAnswer';

/** Errors that differ by less are equal. */
const NOTABLE = 0.001;
const WAPE = 'WAPE of p50, weekly';

interface BelieveProps {
  /** The model of the forecast. */
  model: string;
  /** The kind of product. */
  task: Task;
}

/**
 * The model's accuracy on such products, in its backtest and in the last closed weeks; warns if a simple method was
 * better.
 */
export function Believe({ model, task }: BelieveProps) {
  const manifest = useModel(model)?.manifest;
  const { value: accuracy, phase } = useAnswer({
    key: 'believe',
    ask: (signal) => getJson<AccuracyAnswer>('/accuracy', signal),
  });
  if (!manifest || (phase === 'loading' && !accuracy)) return null;
  const tested = testedOn(manifest.metrics[task] ?? {});
  const actual = accuracy?.models.every(({ name }) => name === model) ? actualOf(accuracy, task) : null;
  const basis = manifest.tested?.[task];
  const isFew = tested !== null && basis !== undefined && isTooLittle(basis);
  const isBeaten =
    (!isFew && isBetter(tested?.simple, tested?.error)) ||
    (actual !== null && !isTooLittle(actual) && isBetter(actual.simple, actual.error));
  return (
    <p class={isBeaten ? 'note' : 'card-note'} data-testid="believe">
      <span>
        {tested ? (
          <Tested task={task} {...tested} />
        ) : (
          t('believe.untested', { task: t(`believe.task.${task}`) })
        )}{' '}
        {tested && basis && <>{basisText(basis)} </>}
        {actual &&
          t('believe.actual', {
            count: actual.weeks,
            error: percent(actual.error),
            simple: percent(actual.simple),
          })}
      </span>
      {isFew && <strong>{t('believe.few')}</strong>}
      {isBeaten && <strong>{t('believe.beaten')}</strong>}
    </p>
  );
}

/** What a figure rests on. */
interface Basis {
  products: number;
  weeks?: number;
}

/** Whether a figure rests on so little that it is mostly chance. */
function isTooLittle({ products, weeks = Infinity }: Basis): boolean {
  return products < FEWEST_PRODUCTS || weeks < FEWEST_WEEKS;
}

function basisText({ products, weeks }: Basis): string {
  const tested = t('common.products', { count: products });
  return weeks === undefined
    ? t('believe.on', { tested })
    : t('believe.onWeeks', { tested, weeks: t('common.weeks', { count: weeks }) });
}

interface TestedFigures {
  error: number;
  method?: string;
  simple?: number;
}

function Tested({ task, error, method, simple }: TestedFigures & { task: Task }) {
  const said = { task: t(`believe.task.${task}`), error: percent(error) };
  if (method === undefined || simple === undefined) return <>{t('believe.backtestAlone', said)}</>;
  const explained = methodTerm(method);
  return (
    <Rich
      text={t('believe.backtest', { ...said, method: methodName(method), simple: percent(simple) })}
      parts={{ method: (words) => (explained ? <Term explain={explained}>{words}</Term> : words) }}
    />
  );
}

/** The errors of the model and of the best simple method in the backtest; null without one. */
function testedOn(models: Record<string, Record<string, number>>): TestedFigures | null {
  const error = models[TEXT_AWARE]?.[WAPE];
  if (error === undefined) return null;
  const [best] = Object.entries(models)
    .flatMap(([method, figures]) =>
      isSimple(method) && WAPE in figures ? [{ method, simple: figures[WAPE]! }] : [],
    )
    .sort((a, b) => a.simple - b.simple);
  return { error, ...best };
}

function actualOf(
  { groups, weeks }: AccuracyAnswer,
  task: Task,
): { error: number; simple: number; products: number; weeks: number } | null {
  const group = groups.find((one) => one.task === task);
  const [error, simple] = [group?.model.wape ?? null, group?.simple.wape ?? null];
  if (!group || error === null || simple === null) return null;
  const { products } = group;
  return { error, simple, products, weeks: weeks.filter((one) => one.task === task).length };
}

function isBetter(simple: number | undefined, error: number | undefined): boolean {
  return simple !== undefined && error !== undefined && error - simple >= NOTABLE;
}
