import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backtest, backtest } from '../../../src/evaluation/backtest/backtest';
import { lastValue, seasonalNaive } from '../../../src/evaluation/baselines/naive';
import type { Forecaster } from '../../../src/evaluation/methods/forecaster';
import { ForecastStore } from '../../../src/evaluation/backtest/forecastStore';
import { DemandPanel } from '../../../src/ingest/panel';
import { shopParts } from '../support/shop';

const panel = new DemandPanel(shopParts({ skus: 20, weeks: 40 }));
let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'shelfcast-backtest-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** Counts its fits and fails at the given one. */
function counting(failAt = Infinity): Forecaster & { fits: string[] } {
  const fits: string[] = [];
  return {
    ...lastValue,
    name: 'counting',
    seeds: 'all',
    fits,
    fit: (known, origin, seed) => {
      fits.push(`${origin - panel.firstWeek}/${seed}`);
      if (fits.length === failAt) throw new Error('out of memory');
      return lastValue.fit(known, origin, seed);
    },
  };
}

function run(forecaster: Forecaster, fingerprint = 'a', steps: number[] = []): Promise<Backtest> {
  return backtest(panel, {
    origins: [24, 28],
    horizon: 2,
    forecasters: [forecaster, seasonalNaive],
    seeds: [0, 1],
    store: new ForecastStore(directory, fingerprint),
    onProgress: ({ done, of }) => steps.push(done / of),
  });
}

it('fits once an origin and seed, and tells how far it is', async () => {
  const forecaster = counting();
  const steps: number[] = [];
  await run(forecaster, 'a', steps);
  expect(forecaster.fits).toEqual(['24/0', '24/1', '28/0', '28/1']);
  expect(steps).toEqual([0.25, 0.5, 0.75, 1]);
});

it('goes on after a failure from what was finished, with the same result', async () => {
  const whole = await run(counting(), 'other');
  await expect(run(counting(3))).rejects.toThrow('out of memory');
  const second = counting();
  const resumed = await run(second);
  expect(second.fits).toEqual(['28/0', '28/1']);
  expect(resumed).toEqual(whole);
});

it('fits again when the data or a setting changed, or when a file is not whole', async () => {
  await run(counting());
  const changed = counting();
  await run(changed, 'b');
  expect(changed.fits).toHaveLength(4);

  const day = readdirSync(directory)[0];
  for (const file of readdirSync(join(directory, day))) truncateSync(join(directory, day, file), 10);
  const broken = counting();
  await run(broken);
  expect(broken.fits).toEqual(['24/0', '24/1']);
});

it('says why a method could not be used', async () => {
  const { unavailable } = await run(counting());
  expect(unavailable).toMatchObject([
    { name: 'seasonal naive', reason: 'needs a year of data, there are 24 weeks' },
  ]);
});

it('refuses a forecast that is not a number', async () => {
  const broken: Forecaster = {
    ...lastValue,
    name: 'broken',
    fit: () =>
      Promise.resolve({
        predict: (cases) => Promise.resolve(cases.map(() => ({ weeks: [{ p50: NaN }, { p50: 1 }] }))),
      }),
  };
  await expect(run(broken)).rejects.toThrow(/^broken forecast .* for S0/);
});
