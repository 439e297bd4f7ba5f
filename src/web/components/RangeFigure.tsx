import type { Forecast } from '../../contract/forecasting';
import { change, units } from './format';
import { Term } from './Term';

/** The total of the horizon in large figures, with the range it will lie in 8 times out of 10. */
export function RangeFigure({ forecast }: { forecast: Forecast }) {
  const { total } = forecast;
  return (
    <div class="figures">
      <div>
        <div class="figure-large" data-testid="total">
          {units(total.mean)}
        </div>
        <div class="figure-caption">
          <Term explain="The average to expect: over many such products the sum of these figures comes out right.">
            units expected
          </Term>{' '}
          in {forecast.forecast.length} weeks
        </div>
      </div>
      <div>
        <div class="figure-range">
          {units(total.p10)} to {units(total.p90)}
        </div>
        <div class="figure-caption">
          <Term explain="In 8 cases out of 10 the sales lie in this range: 1 in 10 sells less, 1 in 10 sells more.">
            80% range
          </Term>
        </div>
      </div>
    </div>
  );
}

/** The forecast said in one sentence. */
export function forecastSentence(forecast: Forecast, textEffect?: number): string {
  const { total } = forecast;
  const weeks = forecast.forecast.length;
  const range = `8 times in 10 between ${units(total.p10)} and ${units(total.p90)}`;
  const sentence = `About ${units(total.mean)} in the first ${weeks} weeks; ${range}`;
  return textEffect === undefined ? `${sentence}.` : `${sentence}; ${wordsPart(textEffect)}.`;
}

function wordsPart(effect: number): string {
  const size = change(effect);
  if (size === '±0') return 'the words change nothing over price and season alone';
  const verb = effect > 0 ? 'add' : 'take away';
  return `the words ${verb} ${size.slice(1)} over price and season alone`;
}
