import { useState } from 'preact/hooks';
import { t } from '../../languages/speech';
import { savePicture } from './picture';

/** The link to the current view, with all its state; print, PDF and picture. */
export function Share({ address }: { address: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const [picture, setPicture] = useState<'idle' | 'drawing' | 'failed'>('idle');
  const copy = async () => {
    const whole = new URL(`#/${address}`, location.href).href;
    const done = await navigator.clipboard?.writeText(whole).then(
      () => true,
      () => false,
    );
    if (!done) prompt(t('keep.copyHere'), whole);
    setCopied(address);
  };
  const draw = async () => {
    setPicture('drawing');
    await savePicture(document.getElementById('main')!).then(
      () => setPicture('idle'),
      () => setPicture('failed'),
    );
  };
  return (
    <>
      <p class="actions">
        <button type="button" onClick={() => void copy()}>
          {copied === address ? t('keep.copied') : t('keep.copy')}
        </button>
        <button type="button" onClick={() => print()}>
          {t('keep.print')}
        </button>
        <button type="button" disabled={picture === 'drawing'} onClick={() => void draw()}>
          {picture === 'drawing' ? t('keep.drawing') : t('keep.picture')}
        </button>
      </p>
      {picture === 'failed' && (
        <p class="note fail" role="alert">
          {t('keep.noPicture')}
        </p>
      )}
    </>
  );
}
