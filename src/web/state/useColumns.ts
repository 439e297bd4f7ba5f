import type { ModelState } from '../../contract/service';
import { getJson } from '../api/client';
import type { ModelColumns } from './productSheet';
import { useAnswer } from './useAnswer';

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
