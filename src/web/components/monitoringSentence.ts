import type { AccuracyAnswer } from '../../contract/monitoring';
import { t } from '../languages/speech';
import { figure, listed } from './format';
import { taskTitle } from './methods';

/** Smaller differences of error are shown as zero. */
const SHOWN = 5e-4;

/** How good the forecasts of the last closed weeks were, and whether a simple method was better by more than chance. */
export function monitoringSentence(
  { state, findings }: AccuracyAnswer['monitoring'],
  groups: AccuracyAnswer['groups'],
): string {
  if (state !== 'as expected') return t(`models.good.says.${state}`);
  const isTested = findings.some(
    (finding) => finding.state === 'worse than the backtest' && finding.holds === false,
  );
  const found = isTested ? t('models.good.says.tested') : t('models.good.says.untested');
  const behind = groups.flatMap(({ task, model, simple }) => {
    const worse = (model.wape ?? 0) - (simple.wape ?? Infinity);
    return worse < SHOWN
      ? []
      : [t('models.good.says.behindTask', { task: taskTitle(task), difference: figure(worse) })];
  });
  if (behind.length === 0) return found;
  return t('common.after', {
    first: found,
    rest: t('models.good.says.behind', { where: listed(behind) }),
  });
}
