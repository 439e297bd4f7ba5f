import type { ModelState } from '../../contract/service';
import { getJson } from '../api/client';
import { useAnswer } from './useAnswer';

/** Weeks that a model forecasts, the active one where the name is empty; null until that is known, and for tables. */
export function useHorizon(model: string): number | null {
  const { value } = useAnswer({
    key: 'models',
    ask: (signal) => getJson<{ models: ModelState[] }>('/models', signal),
  });
  const found = value?.models.find(({ name, active }) => (model ? name === model : active));
  return found?.manifest?.horizon || null;
}
