import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { postJson } from '../../api/client';
import { useModels } from '../../state/models';
import { ActivateDialog } from './ActivateDialog';

interface Activation {
  /** Asks whether a model shall be the active one, and makes it that. */
  choose: (name: string) => void;
  /** The question that is open, to be drawn. */
  dialog: JSX.Element | null;
}

/** Which of the models answers, to be changed. */
export function useActivation(): Activation {
  const [chosen, setChosen] = useState<string | null>(null);
  const { value, changed } = useModels();
  const activate = async (name: string) => {
    await postJson(`/models/${encodeURIComponent(name)}/activate`, {});
    setChosen(null);
    changed();
  };
  const titleOf = (name: string) =>
    value?.models.find((model) => model.name === name)?.manifest?.title || name;
  const dialog =
    chosen === null ? null : (
      <ActivateDialog
        name={chosen}
        title={titleOf(chosen)}
        onActivate={activate}
        onClose={() => setChosen(null)}
      />
    );
  return { choose: setChosen, dialog };
}
