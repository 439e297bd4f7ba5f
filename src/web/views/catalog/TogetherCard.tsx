import { useState } from 'preact/hooks';
import type { AssortmentResponse } from '../../../contract/orders';
import { postJson } from '../../api/client';
import { counted } from '../../components/format';
import { FailureNote, Loading } from '../../components/Notes';
import { RangeFigure } from '../../components/RangeFigure';
import { WeeklyForecast } from '../../charts/WeeklyForecast';
import { useAnswer } from '../../state/useAnswer';

interface TogetherCardProps {
  /** What is added up, such as `the sheet`. */
  what: string;
  /** Null: the products of the catalog on sale. */
  items: readonly unknown[] | null;
}

/** What many products sell together, with a range that knows that errors go together; on demand. */
export function TogetherCard({ what, items }: TogetherCardProps) {
  const [wanted, setWanted] = useState(false);
  const { phase, value, error, retry } = useAnswer({
    key: wanted ? what : null,
    ask: (signal) => postJson<AssortmentResponse>('/assortment', items ? { items } : {}, signal),
  });
  return (
    <section class="card form" aria-labelledby="together-title" aria-busy={phase === 'loading'}>
      <div class="card-head">
        <h2 id="together-title">What {what} sells together</h2>
        {!wanted && (
          <button type="button" onClick={() => setWanted(true)}>
            Add up
          </button>
        )}
      </div>
      {phase === 'loading' && <Loading what="Adding up" />}
      {phase === 'failed' && <FailureNote error={error} retry={retry} />}
      {value && <Together answer={value} />}
    </section>
  );
}

function Together({ answer }: { answer: AssortmentResponse }) {
  const { total, weeks, sentence, products } = answer;
  return (
    <>
      <RangeFigure forecast={{ forecast: weeks, total }} />
      <p class="sentence" role="status" data-testid="together">
        {sentence}
      </p>
      <WeeklyForecast forecast={{ forecast: weeks, total }} />
      <p class="card-note">
        {counted(products, 'product')}. A range of a sum is narrower than the sum of ranges, and wider than if
        errors were independent: how far they go together was measured when the model was trained.
      </p>
    </>
  );
}
