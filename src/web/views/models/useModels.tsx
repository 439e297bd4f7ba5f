import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ModelState } from '../../../contract/service';
import { getJson, postJson } from '../../api/client';
import { useAnswer, type Answer } from '../../state/useAnswer';
import { ActivateDialog } from './ActivateDialog';

type ModelsAnswer = Answer<{ models: ModelState[] }> & {
  /** Null until they are known. */
  models: ModelState[] | null;
  /** Asks whether a model shall be the active one, and makes it that. */
  choose: (name: string) => void;
  /** The question that is open, to be drawn. */
  dialog: JSX.Element | null;
};

/** The models that are there, and which of them answers, to be changed. */
export function useModels(onChanged: () => void = () => {}): ModelsAnswer {
  const [chosen, setChosen] = useState<string | null>(null);
  const answer = useAnswer({
    key: 'models',
    ask: (signal) => getJson<{ models: ModelState[] }>('/models', signal),
  });
  const models = answer.value?.models ?? null;
  const activate = async (name: string) => {
    await postJson(`/models/${encodeURIComponent(name)}/activate`, {});
    setChosen(null);
    answer.retry();
    onChanged();
  };
  const titleOf = (name: string) => models?.find((model) => model.name === name)?.manifest?.title || name;
  const dialog =
    chosen === null ? null : (
      <ActivateDialog
        name={chosen}
        title={titleOf(chosen)}
        onActivate={activate}
        onClose={() => setChosen(null)}
      />
    );
  return { ...answer, models, choose: setChosen, dialog };
}
