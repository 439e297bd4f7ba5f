import { useState } from 'preact/hooks';
import { failureText } from '../../components/failureText';
import { FileDrop } from '../../components/FileDrop';
import { Prose } from '../../components/Prose';
import { t } from '../../languages/speech';
import { readFile, readSheet, type Sheet } from './readSheet';

/** An area for dropping, choosing or pasting a sheet of products. */
export function SheetDrop({ onSheet }: { onSheet: (sheet: Sheet) => void }) {
  const [wrong, setWrong] = useState<string | null>(null);
  const take = (read: () => Sheet | Promise<Sheet>) =>
    Promise.resolve()
      .then(read)
      .then(onSheet, (error: Error) => setWrong(failureText(error)));
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    void take(() => readSheet(text, t('sheets.pasted')));
  };
  return (
    <FileDrop
      label={t('sheets.label')}
      accept=".csv,.tsv,.txt,.xlsx,.gz,text/csv"
      onFile={(file) => void take(() => readFile(file))}
      beside={
        <>
          <label class="field">
            <span>{t('sheets.paste')}</span>
            <textarea rows={4} onPaste={onPaste} placeholder={t('sheets.paste_hint')} />
          </label>
          {wrong && (
            <p class="note fail" role="alert">
              <Prose text={wrong} />
            </p>
          )}
        </>
      }
    >
      <h2>{t('sheets.drop')}</h2>
      <p class="figure-caption">{t('sheets.drop_about')}</p>
    </FileDrop>
  );
}
