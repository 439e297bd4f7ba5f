import type { NextStep } from '../../contract/nextStep';
import { getJson } from '../api/client';
import { addressOf, type View } from '../state/address';
import { useAnswer } from '../state/useAnswer';
import { bannerOf } from './bannerText';

interface ShopBannerProps {
  view: View;
  /** How often the catalog or the active model was changed on this page. */
  changes: number;
}

/** Says what to do where the active model was trained on another shop than the catalog's. */
export function ShopBanner({ view, changes }: ShopBannerProps) {
  const { value } = useAnswer({
    key: `${view} ${changes}`,
    ask: (signal) => getJson<{ next_step: NextStep | null }>('/info', signal),
  });
  if (!value?.next_step) return null;
  const { text, link } = bannerOf(value.next_step);
  return (
    <p class="note" role="status">
      <span>{text}</span>
      {view !== 'sales' && <a href={addressOf('sales')}>{link}</a>}
    </p>
  );
}
