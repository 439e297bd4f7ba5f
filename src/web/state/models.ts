import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ModelState } from '../../contract/service';
import { getJson } from '../api/client';
import { type Answer, useAnswer } from './useAnswer';

/** A model in the answer of `/models`. */
export type ListedModel = ModelState & {
  evaluated: boolean;
  /** If it has no evaluation: commands that make one, for the server's machine. */
  to_evaluate: { evaluate: string; attach: string } | null;
};

export type Models = Answer<{ models: ListedModel[] }> & {
  /** Call this after a change of the catalog or the active model. */
  changed: () => void;
};

/** The server's models, requested once for the whole page. */
export const ModelsContext = createContext<Models | null>(null);

/** Requests the models, and again if the request changes. */
export function useModelsAnswer(question: string): Answer<{ models: ListedModel[] }> {
  return useAnswer({
    key: question,
    ask: (signal) => getJson<{ models: ListedModel[] }>('/models', signal),
    delay: 0,
  });
}

export function useModels(): Models {
  const models = useContext(ModelsContext);
  if (!models) throw new Error('no models are provided here');
  return models;
}

/** The model with a name, the active one if it is empty; null while unknown, or if there is none. */
export function useModel(name: string): ListedModel | null {
  return useModels().value?.models.find((model) => (name ? model.name === name : model.active)) ?? null;
}
