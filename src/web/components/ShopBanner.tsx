import { useEffect, useState } from 'preact/hooks';
import type { NextStep } from '../../contract/nextStep';
import type { ThinWeek } from '../../contract/saleAnswers';
import { getJson } from '../api/client';
import { addressOf, type View } from '../state/address';
import { useAnswer } from '../state/useAnswer';
import { showPricesIn } from '../languages/choice';
import { t } from '../languages/speech';
import { bannerOf, thinText } from './bannerText';

const REFRESH_MS = 3000;

interface ShopBannerProps {
  view: View;
  /** Changes whenever the answer may change. */
  question: string;
  /** Called when the reported training has ended. */
  onTrained: () => void;
}

interface Shop {
  currency: string | null;
  next_step: NextStep | null;
  thin_week: ThinWeek | null;
}

/** Says what to do if the active model was trained on another shop, or if sales may be missing. */
export function ShopBanner({ view, question, onTrained }: ShopBannerProps) {
  const [turn, setTurn] = useState(0);
  const { phase, value } = useAnswer({
    key: `${question} ${turn}`,
    ask: (signal) => getJson<Shop>('/info', signal),
  });
  useEffect(() => {
    if (value) showPricesIn(value.currency);
  }, [value?.currency]);
  const isTraining = value?.next_step?.step === 'training';
  useEffect(() => {
    if (!isTraining || phase === 'loading') return undefined;
    const timer = setTimeout(() => setTurn((last) => last + 1), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [isTraining, phase]);
  useEffect(() => (isTraining ? onTrained : undefined), [isTraining]);
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
