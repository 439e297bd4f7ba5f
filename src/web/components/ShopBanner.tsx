import type { NextStep } from '../../contract/nextStep';
import type { ThinWeek } from '../../contract/saleAnswers';
import { getJson } from '../api/client';
import { addressOf, type View } from '../state/address';
import { useAnswer } from '../state/useAnswer';
import { t } from '../languages/speech';
import { bannerOf, thinText } from './bannerText';

interface ShopBannerProps {
  view: View;
  /** Another wherever the answer may be. */
  question: string;
}

interface Shop {
  next_step: NextStep | null;
  thin_week: ThinWeek | null;
}

/** Says what to do where the active model was trained on another shop than the catalog's, and where sales may be missing. */
export function ShopBanner({ view, question }: ShopBannerProps) {
  const { value } = useAnswer({
    key: question,
    ask: (signal) => getJson<Shop>('/info', signal),
  });
  const next = value?.next_step && bannerOf(value.next_step);
  const thin = value?.thin_week;
  return (
    <>
      {next && <Banner view={view} {...next} />}
      {thin && <Banner view={view} text={thinText(thin)} link={t('models.step.link.collect_weeks')} />}
    </>
  );
}

function Banner({ view, text, link }: { view: View; text: string; link: string }) {
  return (
    <p class="note" role="status">
      <span>{text}</span>
      {view !== 'sales' && <a href={addressOf('sales')}>{link}</a>}
    </p>
  );
}
