import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ModelState } from '../../contract/service';
import { getJson } from '../api/client';
import { type Answer, useAnswer } from './useAnswer';

/** A model as `/models` lists it. */
export type ListedModel = ModelState & {
  evaluated: boolean;
  /** Where it is not: what makes an evaluation, as commands on the server's machine. */
  to_evaluate: { evaluate: string; attach: string } | null;
};

export type Models = Answer<{ models: ListedModel[] }> & {
  /** To be called when the catalog or the active model was changed on this page. */
  changed: () => void;
};

/** The models that are there, asked for once by the page. */
export const ModelsContext = createContext<Models | null>(null);

/** Asks for the models, and again where the question is another. */
export function useModelsAnswer(question: string): Answer<{ models: ListedModel[] }> {
  return useAnswer({
    key: question,
    ask: (signal) => getJson<{ models: ListedModel[] }>('/models', signal),
    delay: 0,
  });
}

/** The models that are there, as the page knows them. */
export function useModels(): Models {
  const models = useContext(ModelsContext);
  if (!models) throw new Error('no models are provided here');
  return models;
}

/** The model of a name, the active one where that is empty; null until it is known, or where there is none. */
export function useModel(name: string): ListedModel | null {
  return useModels().value?.models.find((model) => (name ? model.name === name : model.active)) ?? null;
}
