import { useEffect, useState } from 'preact/hooks';
import { t } from '../languages/speech';

/** Says when the browser itself has no connection. */
export function OfflineBanner() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  if (online) return null;
  return (
    <p class="note" role="status">
      {t('frame.offline')}
    </p>
  );
}
