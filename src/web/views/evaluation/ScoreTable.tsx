import type { TaskReport } from '../../../contract/evaluation';
import { count } from '../../components/format';
import { Term } from '../../components/Term';

const TITLES = { NEW: 'New products', KNOWN: 'Known products', YOUNG: 'Products in their first weeks' };
const FIGURES = new Intl.NumberFormat('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** Every model on one task, best first. */
export function ScoreTable({ report }: { report: TaskReport }) {
  const first = report.models[0]?.score;
  return (
    <section class="card" aria-labelledby={`scores-${report.task}`}>
      <h2 id={`scores-${report.task}`}>{TITLES[report.task]}</h2>
      {first && (
        <p class="figure-caption">
          {count(first.skus)} products, {count(first.cases)} forecasts
        </p>
      )}
      <div
        class="table-wrap"
        tabIndex={0}
        role="group"
        aria-label={`${TITLES[report.task]}, scrolls sideways`}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <Head explain="Sum of all misses over the sum of all sales, week by week: .8 means that the misses add up to 80% of the units. Lower is better.">
                WAPE, week
              </Head>
              <Head explain="The same for the total of the horizon, with the mean as the forecast.">
                WAPE, total
              </Head>
              <Head explain="Weighted quantile loss: how far the range was off, over the units sold. Lower is better.">
                wQL
              </Head>
              <Head explain="Share of weeks whose sales lay in the 80% range, after rounding to whole units; .800 is right.">
                Coverage
              </Head>
              <Head explain="All forecasts over all sales, less one: above 0 forecasts too much, below 0 too little.">
                Bias, total
              </Head>
            </tr>
          </thead>
          <tbody>
            {report.models.map(({ name, score }) => (
              <tr key={name}>
                <td>{name}</td>
                <Figure value={score.weekly.p50.wape} />
                <Figure value={(score.total.mean ?? score.total.p50).wape} />
                <Figure value={score.weekly.quantiles?.wql} />
                <Figure value={score.weekly.quantiles?.coverage_rounded} />
                <Figure value={(score.total.mean ?? score.total.p50).bias} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head({ explain, children }: { explain: string; children: string }) {
  return (
    <th scope="col" class="number">
      <Term explain={explain}>{children}</Term>
    </th>
  );
}

function Figure({ value }: { value: number | null | undefined }) {
  return <td class="number">{value === null || value === undefined ? '–' : FIGURES.format(value)}</td>;
}
