import { Term } from '../components/Term';

/** What the lines of a forecast mean. */
export function Legend({ beside }: { beside?: string }) {
  return (
    <p class="legend">
      <span class="line">
        <Term explain="The median: in each week the sales are as likely to be above it as below.">
          units a week
        </Term>
      </span>
      <span class="band">80% range</span>
      {beside && <span class="dashed">{beside}</span>}
    </p>
  );
}
