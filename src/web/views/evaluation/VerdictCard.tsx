import type { Evaluation } from '../../../contract/evaluation';
import { count } from '../../components/format';

/** What the comparison says, first. */
export function VerdictCard({ name, evaluation }: { name: string; evaluation: Evaluation }) {
  const { verdict, data } = evaluation;
  return (
    <section class="card form" aria-label={`Verdict on ${name}`}>
      <p class="figures">
        <span class="badge">{name}</span>
        <span class={verdict.helps === 'yes' ? 'badge good' : 'badge'}>{HELPS[verdict.helps]}</span>
      </p>
      <h2>{verdict.headline}</h2>
      <ul>
        {verdict.sentences.map((sentence) => (
          <li key={sentence.task}>{sentence.text}</li>
        ))}
      </ul>
      <p class="card-note">
        {data.source}: {count(data.skus)} products
        {data.first_week && data.last_week && `, ${data.first_week} to ${data.last_week}`}
        {evaluation.mode === 'demand' &&
          `; ${evaluation.origins.length} points in time, ${evaluation.seeds.length} seeds`}
        {evaluation.mode === 'table' && `; ${evaluation.folds} folds, ${evaluation.seeds.length} seeds`}.
      </p>
    </section>
  );
}

const HELPS = { yes: 'text helps', no: 'text does not help', unknown: 'cannot be told' };
