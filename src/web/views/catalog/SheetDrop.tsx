import { useState } from 'preact/hooks';
import { readFile, readSheet, type Sheet } from './readSheet';

/** A place to drop a file, choose one, or paste from a spreadsheet. */
export function SheetDrop({ onSheet }: { onSheet: (sheet: Sheet) => void }) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const take = (read: () => Sheet | Promise<Sheet>) =>
    Promise.resolve()
      .then(read)
      .then(onSheet, (error: Error) => setWrong(error.message));
  const takeFile = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void take(() => readFile(file));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    takeFile(event.dataTransfer?.files);
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    void take(() => readSheet(text, 'pasted sheet'));
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
      <div>
        <h2>Drop a sheet here</h2>
        <p class="figure-caption">
          One product a line under a header: a description, and if you have them price, promotion text,
          product number and launch week.
        </p>
        <label class="button primary">
          Choose a file
          <input
            class="visually-hidden"
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
            onChange={(event) => takeFile(event.currentTarget.files)}
          />
        </label>
      </div>
      <label class="field">
        <span>or paste from a spreadsheet</span>
        <textarea rows={4} onPaste={onPaste} placeholder="Copy the cells with their header, and paste here" />
      </label>
      {wrong && (
        <p class="note fail" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}
