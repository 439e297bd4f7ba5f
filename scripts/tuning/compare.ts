/**
 * Two methods of a backtest beside each other, by task: WAPE of the weeks' medians, the difference with its 95% interval over
 * products, and how often the weeks lay within the 80% range.
 *
 *   npx tsx src/cli.ts evaluate ... --methods text-aware,fine-tuned --out DIR
 *   npx tsx scripts/tuning/compare.ts DIR/fine-tuned DIR/text-aware
 *
 * The methods may be of two reports on the same sales, such as in two languages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { groupedBy } from '../../src/common/groupedBy';
import { mean } from '../../src/common/statistics';
import { pairedBootstrap } from '../../src/evaluation/uncertainty/pairedBootstrap';

type Row = Record<string, string>;

const methods = process.argv.slice(2);
if (methods.length !== 2) throw new Error('usage: npx tsx scripts/tuning/compare.ts DIR/METHOD DIR/OTHER');

const rowsOf = (...path: string[]) =>
  parse(readFileSync(join(...path)), { columns: true }) as unknown as Row[];
const keyOf = ({ sku, origin, task, h }: Row) => [sku, origin, task, h].join();
const truth = rowsOf(dirname(methods[0]), 'truth.csv');
const [one, other] = methods.map(forecastsOf);

for (const task of new Set(truth.map((row) => row.task))) {
  const rows = truth.filter((row) => row.task === task && one.has(keyOf(row)) && other.has(keyOf(row)));
  const actual = rows.map(({ y }) => Number(y));
  const units = actual.reduce((sum, y) => sum + y, 0);
  const errors = [one, other].map((forecasts) =>
    rows.map((row, at) =>
      mean(forecasts.get(keyOf(row))!.map(({ p50 }) => Math.abs(Number(p50) - actual[at]))),
    ),
  );
  const wape = errors.map((all) => all.reduce((sum, error) => sum + error, 0) / units);
  const inside = [one, other].map((forecasts) =>
    mean(
      rows.flatMap((row, at) =>
        forecasts
          .get(keyOf(row))!
          .map(({ p10, p90 }) => Number(Number(p10) <= actual[at] && actual[at] <= Number(p90))),
      ),
    ),
  );
  const gaps = rows.map(({ sku }, at) => ({
    sku,
    actual: actual[at],
    gap: errors[0][at] - errors[1][at],
  }));
  const compared = pairedBootstrap(gaps);
  const figure = (value: number | null | undefined) => value?.toFixed(4) ?? '-';
  console.log(
    `${task}: ${compared?.skus} products; WAPE ${figure(wape[0])} and ${figure(wape[1])}, difference ${figure(compared?.difference)} ` +
      `(${figure(compared?.low)} to ${figure(compared?.high)}); within the range ${figure(inside[0])} and ${figure(inside[1])}`,
  );
}

/** Forecasts of the weeks by case, one for each seed. */
function forecastsOf(path: string): Map<string, Row[]> {
  const [directory, method] = [dirname(path), basename(path)];
  const files = readdirSync(join(directory, 'predictions')).filter(
    (name) => name.replace(/-\d+\.csv$/, '') === method,
  );
  if (files.length === 0) throw new Error(`${directory} has no forecasts of '${method}'`);
  return groupedBy(
    files.flatMap((name) => rowsOf(directory, 'predictions', name)),
    keyOf,
  );
}
