/** The figures of one phase. */
export interface Measured {
  items: number;
  seconds: number;
  /** Seconds of processor time of all processes that took part, including the load generator. */
  cpu: number;
}

export const perSecond = ({ items, seconds }: Measured): number => items / seconds;
