import { getJson } from '../api/client';
import { addressOf, type View } from '../state/address';
import { useAnswer } from '../state/useAnswer';
import { Prose } from './Prose';

/** Says what to do where the active model was trained on another shop than the catalog's. */
export function ShopBanner({ view }: { view: View }) {
  const { value } = useAnswer({
    key: view,
    ask: (signal) => getJson<{ next: string | null }>('/info', signal),
  });
  if (!value?.next) return null;
  return (
    <p class="note" role="status">
      <span>
        <Prose text={value.next} />
      </span>
      {view !== 'models' && <a href={addressOf('models')}>To trainings and models</a>}
    </p>
  );
}
