import { Term } from '../components/Term';

/** What the lines of a forecast mean. */
export function Legend({ beside }: { beside?: string }) {
  return (
    <p class="legend">
      <span class="line">
        <Term explain="The average to expect in each week; the weeks add up to the total. Sales are skewed: more than half of the weeks sell less than that. Point at a week for its middle value.">
          units a week
        </Term>
      </span>
      <span class="band">80% range</span>
      {beside && <span class="dashed">{beside}</span>}
    </p>
  );
}
