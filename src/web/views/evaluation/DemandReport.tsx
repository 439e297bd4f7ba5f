import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import { CalibrationCard } from './CalibrationCard';
import { LagDepthCard } from './LagDepthCard';
import { PrecisionRecallCard } from './PrecisionRecallCard';
import { PromotionsCard } from './PromotionsCard';
import { ScoreTable } from './ScoreTable';

/** Error by depth of history, whether the ranges hold, sales tiers, promotions, and the table of each task. */
export function DemandReport({ evaluation }: { evaluation: DemandEvaluation }) {
  return (
    <>
      <div class="pair">
        <LagDepthCard curves={evaluation.lag_depth} />
        <CalibrationCard reports={evaluation.tasks} />
      </div>
      <PrecisionRecallCard reports={evaluation.tasks} />
      {evaluation.promotions && <PromotionsCard promotions={evaluation.promotions} />}
      {evaluation.tasks.map((report) => (
        <ScoreTable key={report.task} report={report} />
      ))}
    </>
  );
}
