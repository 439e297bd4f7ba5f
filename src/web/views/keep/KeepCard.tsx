import { Share } from './Share';
import { Scenarios } from './Scenarios';
import { t } from '../../languages/speech';

interface KeepCardProps {
  /** The view and its state, as its address has them: `whatif?description=...`. */
  address: string;
}

/** What is seen, as an address, on paper, as a picture, or kept under a name. */
export function KeepCard({ address }: KeepCardProps) {
  return (
    <section class="card form keep" aria-labelledby="keep-title">
      <h2 id="keep-title">{t('keep.title')}</h2>
      <Share address={address} />
      <Scenarios address={address} />
    </section>
  );
}
