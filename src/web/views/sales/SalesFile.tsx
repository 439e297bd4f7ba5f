import { useEffect, useState } from 'preact/hooks';
import type { Covers } from '../../../contract/covers';
import { addressOf } from '../../state/address';
import { FileDrop } from '../../components/FileDrop';
import { Choice } from '../../components/Choice';
import { FailureNote } from '../../components/Notes';
import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';
import { FileProgressBar } from './FileProgressBar';
import { SalesColumns } from './SalesColumns';
import { SalesUpload } from './salesUpload';
import { StoredSales } from './StoredSales';
import { Understood } from './Understood';

interface SalesFileProps {
  upload: SalesUpload | null;
  setUpload: (upload: SalesUpload | null) => void;
  onStored: () => void;
}

/** A sales file: dropped, interpreted, corrected, and added to the catalog. */
export function SalesFile({ upload, setUpload, onStored }: SalesFileProps) {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!upload) return undefined;
    upload.onChange = () => {
      redraw((tick) => tick + 1);
      if (upload.state === 'stored') onStored();
    };
    // Changes between rendering and now must not be lost.
    redraw((tick) => tick + 1);
    return () => void (upload.onChange = () => {});
  }, [upload]);
  if (!upload) {
    return (
      <FileDrop
        label={t('sales.file.label')}
        accept=".csv,.tsv,.txt,.xlsx,.gz,text/csv"
        onFile={(file) => setUpload(new SalesUpload(file))}
      >
        <h2>{t('sales.file.drop')}</h2>
        <p class="figure-caption">{t('sales.file.about')}</p>
      </FileDrop>
    );
  }
  const { state, preview, stored, failure, isBusy } = upload;
  return (
    <section class="card form" aria-labelledby="sales-file-title" aria-busy={isBusy}>
      <div class="card-head">
        <h2 id="sales-file-title">{upload.name}</h2>
        {isBusy ? (
          <button type="button" onClick={() => upload.stop()}>
            {t('sales.file.stop')}
          </button>
        ) : (
          <button type="button" onClick={() => setUpload(null)}>
            {t('sales.file.another')}
          </button>
        )}
      </div>
      {isBusy && <FileProgressBar state={state} progress={upload.progress} />}
      {failure && <FailureNote error={failure} retry={() => void upload.again()} />}
      {stored && <StoredSales stored={stored} />}
      {!stored && preview && upload.schema && <Open upload={upload} />}
    </section>
  );
}

/** The interpretation of the file, to correct and store. */
function Open({ upload }: { upload: SalesUpload }) {
  const [covers, setCovers] = useState<'' | Covers>('');
  const preview = upload.preview!;
  return (
    <>
      <Understood preview={preview} />
      <SalesColumns preview={preview} schema={upload.schema!} onChange={(schema) => upload.choose(schema)} />
      <Choice
        label={t('sales.covers.label')}
        hint={t('sales.covers.hint')}
        value={covers}
        options={{
          '': t('sales.covers.ask'),
          all: t('sales.covers.all'),
          listed: t('sales.covers.listed'),
        }}
        onChange={setCovers}
      />
      <div class="actions">
        {upload.isCurrent ? (
          <button
            type="button"
            class="primary"
            disabled={upload.isBusy}
            onClick={() => void upload.store(covers)}
          >
            {t('sales.file.store')}
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={upload.isBusy || !upload.isComplete}
            onClick={() => void upload.look()}
          >
            {t('sales.file.read_so')}
          </button>
        )}
        <span class="figure-caption">
          <Rich
            text={t('sales.file.no_units')}
            parts={{ sheet: (words) => <a href={addressOf('catalog')}>{words}</a> }}
          />
        </span>
      </div>
    </>
  );
}
