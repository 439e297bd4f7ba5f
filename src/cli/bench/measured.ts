/** What one phase did. */
export interface Measured {
  items: number;
  seconds: number;
  /** Seconds of processor time of all processes that took part, the load generator among them. */
  cpu: number;
}

export const perSecond = ({ items, seconds }: Measured): number => items / seconds;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
