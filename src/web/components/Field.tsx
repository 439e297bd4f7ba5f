import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  hint?: string;
  wrong?: string;
  control: (props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => JSX.Element;
}

/** A labelled control; screen readers also read its hint and its error. */
export function Field({ label, hint, wrong, control }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = wrong ?? hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control({
        id,
        'aria-describedby': note ? noteId : undefined,
        'aria-invalid': wrong ? true : undefined,
      })}
      {note && (
        <span id={noteId} class={wrong ? 'wrong' : 'hint'}>
          {note}
        </span>
      )}
    </div>
  );
}
