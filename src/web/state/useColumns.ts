import type { ModelState } from '../../contract/service';
import { getJson } from '../api/client';
import { useAnswer } from './useAnswer';

/** Further columns that a model was trained with. */
export interface ModelColumns {
  numeric: readonly string[];
  categorical: readonly string[];
  /** What each categorical column held. */
  levels: Readonly<Record<string, readonly string[]>>;
}

/** Those of a model, of the active one where the name is empty; null until they are known. */
export function useColumns(model: string): ModelColumns | null {
  const { value } = useAnswer({
    key: 'models',
    ask: (signal) => getJson<{ models: ModelState[] }>('/models', signal),
  });
  if (!value) return null;
  const found = value.models.find(({ name, active }) => (model ? name === model : active));
  const { schema, features } = found?.manifest ?? {};
  return {
    numeric: schema?.numeric ?? [],
    categorical: schema?.categorical ?? [],
    levels: features?.categories ?? {},
  };
}
