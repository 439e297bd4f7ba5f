import { useModel } from './models';

/** The horizon of a model in weeks, of the active one if the name is empty; null until it is known, and for tables. */
export function useHorizon(model: string): number | null {
  return useModel(model)?.manifest?.horizon || null;
}
