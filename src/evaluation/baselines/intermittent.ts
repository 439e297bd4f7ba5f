import { croston as crostonRate, teunterSyntetosBabai as tsbRate } from '../../features/levels';
import { perSeries, repeat } from './perSeries';

/** Croston's method with the Syntetos-Boylan correction. */
export const croston = perSeries('Croston (SBA)', ({ known }, horizon) =>
  repeat(crostonRate(known), horizon),
);

/** Teunter, Syntetos and Babai (2011). */
export const teunterSyntetosBabai = perSeries('TSB', ({ known }, horizon) => repeat(tsbRate(known), horizon));
