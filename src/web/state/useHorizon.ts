import { useModel } from './models';

/** Weeks that a model forecasts, the active one where the name is empty; null until that is known, and for tables. */
export function useHorizon(model: string): number | null {
  return useModel(model)?.manifest?.horizon || null;
}
