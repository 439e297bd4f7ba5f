import type { FileProgress } from '../../api/upload';
import { t } from '../../languages/speech';
import type { SalesUpload } from './salesUpload';

interface FileProgressProps {
  state: SalesUpload['state'];
  progress: FileProgress | null;
}

/** The progress of a file: sent, read by the server, and stored. */
export function FileProgressBar({ state, progress }: FileProgressProps) {
  const isRead = progress?.stage === 'reading' && progress.done >= progress.of;
  return (
    <>
      <p role="status">{said(state, progress, isRead)}</p>
      <progress
        aria-label={t('sales.file.progress')}
        max={progress?.of}
        value={isRead ? undefined : progress?.done}
      />
    </>
  );
}

function said(state: SalesUpload['state'], progress: FileProgress | null, isRead: boolean): string {
  if (!progress || progress.stage === 'sending') return t('sales.file.sending');
  if (!isRead) return t('sales.file.reading');
  return state === 'storing' ? t('sales.file.storing') : t('sales.file.adding_up');
}
