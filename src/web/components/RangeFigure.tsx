import type { Forecast } from '../../contract/forecasting';
import { units, weeksInWords } from './format';
import { Term } from './Term';

interface RangeFigureProps {
  forecast: Forecast;
  numericOnly?: Forecast;
}

/** The total of the horizon in large figures: what to expect, the range, and the same without the words. */
export function RangeFigure({ forecast, numericOnly }: RangeFigureProps) {
  const { total } = forecast;
  const expected = units(total.mean);
  return (
    <div class="figures">
      <div>
        <div class="figure-large" data-testid="total">
          {expected}
        </div>
        <div class="figure-caption">
          <Term explain="The average to expect: over many such products the sum of these figures comes out right.">
            {expected === '1' ? 'unit' : 'units'} expected
          </Term>
          {forecast.forecast.length > 0 && ` in ${weeksInWords(forecast.forecast.length)}`}
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
      {numericOnly && (
        <div>
          <div class="figure-range figure-plain">{units(numericOnly.total.mean)}</div>
          <div class="figure-caption">
            <Term explain="What a model that sees only the numbers expects: price, season and sales so far, but not a word of the text.">
              without the words
            </Term>
          </div>
        </div>
      )}
    </div>
  );
}
