import type { HeadKind } from '../../contract/head';

/** Told as the work goes on: the stage, and how much of it is done. */
export type OnStage = (stage: string, done: number, total: number) => void;

/** Tells of a head that is being fitted as of a stage. */
export function fitStage(onStage: OnStage) {
  return (kind: HeadKind, done: number, total: number): void =>
    onStage(`fitting the ${kind.replace('_', '-')} head`, done, total);
}
