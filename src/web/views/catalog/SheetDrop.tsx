import { useState } from 'preact/hooks';
import { readSheet, type Sheet } from './readSheet';

/** A place to drop a file, choose one, or paste from a spreadsheet. */
export function SheetDrop({ onSheet }: { onSheet: (sheet: Sheet) => void }) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const read = (source: File | string, name: string) =>
    readSheet(source, name).then(onSheet, (error: Error) => setWrong(error.message));
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file) read(file, file.name);
  };
  const onFile = (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) read(file, file.name);
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    read(text, 'pasted sheet');
  };
  return (
    <section
      class={over ? 'dropzone over' : 'dropzone'}
      aria-label="Sheet of products"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h2>Drop a CSV here</h2>
      <p class="figure-caption">
        One product a line, with a header: description, and if you have them price, promotion text, product
        number, launch week.
      </p>
      <label class="button">
        Choose a file
        <input class="visually-hidden" type="file" accept=".csv,.tsv,.txt,text/csv" onChange={onFile} />
      </label>
      <label class="field">
        <span class="figure-caption">or paste from a spreadsheet</span>
        <textarea rows={2} onPaste={onPaste} placeholder="Paste here" />
      </label>
      {wrong && (
        <p class="note fail" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}
