/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import type { DemandEvaluation } from '../../../src/contract/evaluation/demandEvaluation';
import { evaluation } from '../../../src/contract/evaluation/evaluation';
import { backtest } from '../../../src/evaluation/backtest/backtest';
import { zeros } from '../../../src/evaluation/baselines/naive';
import type { Forecaster } from '../../../src/evaluation/methods/forecaster';
import { ForecastStore } from '../../../src/evaluation/backtest/forecastStore';
import { reportPage } from '../../../src/evaluation/report/page';
import { assembleEvaluation } from '../../../src/evaluation/assembleDemand';
import { DemandPanel, type PanelParts } from '../../../src/ingest/panel';
import { shopParts } from '../support/shop';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });

const out = mkdtempSync(join(tmpdir(), 'shelfcast-promotion-section-'));
afterAll(() => rmSync(out, { recursive: true }));

function level(name: string, p50: number): Forecaster {
  return {
    ...zeros,
    name,
    fit: () =>
      Promise.resolve({
        predict: (cases) => Promise.resolve(cases.map(({ plan }) => ({ weeks: plan.map(() => ({ p50 })) }))),
      }),
  };
}

async function reportOf(parts: PanelParts, fingerprint: string): Promise<DemandEvaluation> {
  const panel = new DemandPanel(parts);
  const options = { origins: [20, 22, 24, 26], horizon: 2, seeds: [0], onProgress: () => {} };
  const forecasters = [
    level('text-aware', 12),
    level('numeric-only', 5),
    level('without promotion text', 2),
    level('shuffled promotion texts', 11),
    zeros,
  ];
  const store = new ForecastStore(out, fingerprint);
  const data = { source: 'shop', hash: 'ab', rows: 9, skus: 60, first_week: null, last_week: null };
  return assembleEvaluation(await backtest(panel, { ...options, forecasters, store }), {
    ...options,
    data,
    panel,
    encoder: null,
  });
}

const plain = shopParts({ skus: 60, weeks: 30 });
const promoted = { ...plain, promotions: new Map([...plain.units.keys()].map((at) => [at, 'flyer'])) };

it('tells what promotion texts are worth, and keeps their controls out of everything else', async () => {
  const report = await reportOf(promoted, 'promoted');
  expect(evaluation.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  const controls = ['without promotion text', 'shuffled promotion texts'];
  for (const { models } of report.tasks) {
    expect(models.map(({ name }) => name).filter((name) => controls.includes(name))).toEqual([]);
  }
  expect(report.verdict.sentences.map(({ task }) => task)).toContain('PROMOTIONS');
  expect(report.verdict.headline).toMatch(/in weeks with a promotion/);
  const { document } = parseHTML(await reportPage(report));
  const section = [...document.querySelectorAll('section')].find(
    (one) => one.querySelector('h2')?.textContent === 'Promotions',
  )!;
  expect(section.querySelectorAll('svg')).toHaveLength(2);
  for (const name of controls) expect(section.textContent).toContain(name);
});

it('says nothing of promotions where there are none', async () => {
  const report = await reportOf(plain, 'plain');
  expect(report.promotions).toBeUndefined();
  expect(await reportPage(report)).not.toContain('<h2>Promotions</h2>');
});
