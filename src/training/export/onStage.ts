/** Told as the work goes on: the stage, and how much of it is done. */
export type OnStage = (stage: string, done: number, total: number) => void;
