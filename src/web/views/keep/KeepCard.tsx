import { Share } from './Share';
import { Scenarios } from './Scenarios';
import { t } from '../../languages/speech';

interface KeepCardProps {
  /** The view and its state, as in its address: `whatif?description=...`. */
  address: string;
}

/** Shares the current view as a link, on paper, as a picture, or as a named scenario. */
export function KeepCard({ address }: KeepCardProps) {
  return (
    <section class="card form keep" aria-labelledby="keep-title">
      <h2 id="keep-title">{t('keep.title')}</h2>
      <Share address={address} />
      <Scenarios address={address} />
    </section>
  );
}
