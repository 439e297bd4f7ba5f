import type { OnStage } from '../training/export/onStage';
import { progressBar } from './command';

/** One progress bar per stage, one after the other. */
export function stageBars(quiet: boolean | undefined): { onStage: OnStage; stop(): void } {
  let current: { stage: string; bar: ReturnType<typeof progressBar> } | null = null;
  const stop = () => {
    current?.bar.stop();
    current = null;
  };
  const onStage: OnStage = (stage, done, total) => {
    if (current?.stage !== stage) {
      stop();
      current = { stage, bar: progressBar(stage, quiet) };
    }
    current.bar.update(done, total);
  };
  return { onStage, stop };
}
