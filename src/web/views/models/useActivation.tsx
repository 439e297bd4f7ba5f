import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { postJson } from '../../api/client';
import { useModels } from '../../state/models';
import { ActivateDialog } from './ActivateDialog';

interface Activation {
  /** Asks for confirmation, and activates a model. */
  choose: (name: string) => void;
  /** The open dialog, to be rendered. */
  dialog: JSX.Element | null;
}

/** Changing the active model. */
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
