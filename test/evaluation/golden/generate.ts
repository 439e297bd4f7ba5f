/**
 * npx tsx test/evaluation/golden/generate.ts DIR
 * Writes the made-up truth.csv, predictions.csv and other.csv that score.json was computed from (by a scorer written
 * independently in Python with pandas, which shares no code with this project).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const random = xoroshiro128plus(20);
const uniform = () => uniformFloat64(random);
const skewed = (scale: number) => scale * (Math.exp(2.2 * uniform() * uniform()) - 1);
const round = (value: number) => Math.round(value * 1000) / 1000;

const truth: Record<string, unknown>[] = [];
const predictions: Record<string, unknown>[] = [];
const other: Record<string, unknown>[] = [];
for (let k = 0; k < 60; k++) {
  const task = k < 20 ? 'NEW' : 'KNOWN';
  for (const origin of k % 3 === 0 ? ['2024-03-04', '2024-04-01'] : ['2024-03-04']) {
    const level = skewed(12);
    const scale = task === 'NEW' ? null : k % 11 === 0 ? 0 : round(skewed(90));
    const weeks: number[] = [];
    for (let h = 1; h <= 4; h++) {
      const y = uniform() < 0.35 ? 0 : Math.round(skewed(level));
      weeks.push(y);
      truth.push({ sku: `S${k}`, origin, task, h, y, age: task === 'NEW' ? 0 : 9 + k, scale });
      predictions.push(step(k, origin, task, h, 0.7 * y + 0.3 * level));
      other.push(step(k, origin, task, h, level));
    }
    predictions.push(step(k, origin, task, 0, weeks.reduce((sum, y) => sum + y, 0) * 0.6 + 1.6 * level));
  }
}
for (const [name, rows] of Object.entries({ truth, predictions, other })) {
  writeFileSync(join(process.argv[2], `${name}.csv`), stringify(rows, { header: true }));
}

/** Half of the lower ends lie at halves, where rounding to even matters; some quantiles cross, some are too narrow. */
function step(k: number, origin: string, task: string, h: number, centre: number): Record<string, unknown> {
  const p50 = round(centre * (0.6 + 0.7 * uniform()));
  const p10 = uniform() < 0.5 ? Math.floor(p50 / 2) + (p50 > 1 ? 0.5 : 0) : round(p50 * 0.4);
  const crossed = uniform() < 0.05 ? p50 + 1 : p10;
  return {
    sku: `S${k}`,
    origin,
    task,
    h,
    p10: crossed,
    p50,
    p90: round(p50 * 1.2 + 0.5),
    mean: round(p50 * 1.15),
  };
}
