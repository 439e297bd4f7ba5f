import { countGpus } from '../../src/engine/cuda/gpus';
import { describeReport, type ProviderReport } from '../../src/engine/cuda/inspectProvider';

/** Why nothing can run on a GPU here, in sentences; empty where something should. */
export function whyNoGpu(report: ProviderReport): string[] {
  const reasons = report.state === 'complete' ? [] : describeReport(report);
  return countGpus() === 0 ? [...reasons, 'There is no GPU here that CUDA may use.'] : reasons;
}
