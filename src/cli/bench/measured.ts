/** What one phase did. */
export interface Measured {
  items: number;
  seconds: number;
  /** Seconds of processor time of all processes that took part, the load generator among them. */
  cpu: number;
}

export const perSecond = ({ items, seconds }: Measured): number => items / seconds;
