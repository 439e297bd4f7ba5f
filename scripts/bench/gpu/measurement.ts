import type { Provider } from '../../../src/contract/messages';

/** What every part of the measurement is told. */
export interface Measurement {
  provider: Provider;
  /** Intra-op threads on the CPU. */
  threads: number;
  /** Of each figure. */
  seconds: number;
  progress(what: string): void;
}
