import { useModel, useModels } from './models';
import type { ModelColumns } from './productSheet';

/** The further columns of a model, of the active one if the name is empty; null until they are known. */
export function useColumns(model: string): ModelColumns | null {
  const isKnown = useModels().value !== null;
  const { schema, features } = useModel(model)?.manifest ?? {};
  if (!isKnown) return null;
  return {
    numeric: schema?.numeric ?? [],
    categorical: schema?.categorical ?? [],
    levels: features?.categories ?? {},
  };
}
