import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../languages/speech';

interface FileDropProps {
  label: string;
  /** Accepted file extensions. */
  accept: string;
  onFile: (file: File) => void;
  /** Text above the button. */
  children: ComponentChildren;
  /** An alternative input, and any error. */
  beside?: ComponentChildren;
}

/** An area for dropping or choosing a file. */
export function FileDrop({ label, accept, onFile, children, beside }: FileDropProps) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <section
      class={over ? 'dropzone over' : 'dropzone'}
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <div>
        {children}
        <label class="button primary">
          {t('sales.file.choose')}
          <input
            class="visually-hidden"
            type="file"
            accept={accept}
            onChange={(event) => take(event.currentTarget.files)}
          />
        </label>
      </div>
      {beside}
    </section>
  );
}
