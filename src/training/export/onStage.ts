import type { HeadKind } from '../../contract/head';

/** Called with the progress of the work: the stage, and how much of it is done. */
export type OnStage = (stage: string, done: number, total: number) => void;

/** Reports the fitting of a head as a stage. */
export function fitStage(onStage: OnStage) {
  return (kind: HeadKind, done: number, total: number): void =>
    onStage(`fitting the ${kind.replace('_', '-')} head`, done, total);
}
