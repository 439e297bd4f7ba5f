import { t } from '../languages/speech';
import { useConnection } from '../state/useConnection';

/** Says, once for all cards, that the browser is offline or the server does not answer. */
export function ConnectionBanner() {
  const connection = useConnection();
  if (connection === 'there') return null;
  return (
    <p class="note" role="alert" data-testid="connection">
      {connection === 'offline' ? t('frame.offline') : t('failure.offline')}
    </p>
  );
}
