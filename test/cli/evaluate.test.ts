/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { DemandEvaluation } from '../../src/contract/evaluation/demandEvaluation';
import { evaluation } from '../../src/contract/evaluation/evaluation';
import { mondayOf } from '../../src/common/week';
import { DemandPanel } from '../../src/ingest/panel';
import { runCli } from '../support/runCli';
import { shopParts } from '../evaluation/support/shop';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-evaluate-'));
const file = (name: string) => join(directory, name);
afterAll(() => rmSync(directory, { recursive: true }));

beforeAll(() => {
  const panel = new DemandPanel(shopParts({ skus: 40, weeks: 36 }));
  const lines = panel.skus.flatMap((sku, i) =>
    panel.history(i, panel.weeks).map(({ week, units, price }) => {
      const text = panel.descriptionAt(i, panel.weeks);
      return [sku, mondayOf(week), units, price ?? '', text].join(',');
    }),
  );
  lines.push('S001,2024-06-03,many,1,an odd row');
  writeFileSync(file('shop.csv'), `sku,week,units,price,description\n${lines.join('\n')}\n`);
  const schema = { mode: 'demand', granularity: 'week', sku: 'sku', date: 'week', target: 'units' };
  writeFileSync(
    file('schema.json'),
    JSON.stringify({ ...schema, price: 'price', description: 'description' }),
  );
  writeFileSync(
    file('table.json'),
    JSON.stringify({ mode: 'table', target: 'units', text: ['description'] }),
  );
});

const evaluate = (...args: string[]) =>
  runCli(
    'evaluate',
    '--data',
    file('shop.csv'),
    '--out',
    file('out'),
    '--baselines-only',
    '--horizon',
    '2',
    ...args,
  );

it('writes the reports and the forecasts, and goes on from what is there', async () => {
  const first = await evaluate('--schema', file('schema.json'), '--origins', '2');
  expect(first).toMatchObject({ status: 0, err: '' });
  expect(first.out).toContain('Nothing here could compare forecasts with and without text.');
  expect(first.out).toMatch(/KNOWN, WAPE by week and of totals:\n {4}.*: \d+\.\d{3}, \d+\.\d{3}/);
  expect(first.out).toMatch(/^shop\.csv: [\d,]+ rows, [\d,]+ kept, 1 dropped\.\n {2}dropped 1: .*'many'/);
  const report = evaluation.parse(JSON.parse(readFileSync(file('out/report.json'), 'utf8')));
  expect(report).toMatchObject({ mode: 'demand', horizon: 2, origins: ['2024-07-29', '2024-08-12'] });
  expect(report.data.reading).toMatchObject({ dropped: [{ rows: 1, examples: [{ value: 'many' }] }] });
  expect(readFileSync(file('out/report.html'), 'utf8')).toContain('What reading dropped');

  const forecasts = file('out/predictions/ridge-0.csv');
  const [before, size] = [readFileSync(forecasts, 'utf8'), statSync(file('out/fits')).mtimeMs];
  const again = await evaluate(
    '--schema',
    file('schema.json'),
    '--origins',
    '2024-07-29,2024-08-12',
    '--json',
  );
  expect(again.status).toBe(0);
  expect(JSON.parse(again.out).verdict).toEqual(report.verdict);
  expect(readFileSync(forecasts, 'utf8')).toBe(before);
  expect(statSync(file('out/fits')).mtimeMs).toBe(size);
});

it.each<[string, string[], number, string]>([
  [
    'a day without enough weeks around it',
    ['--origins', '2024-01-08'],
    1,
    'no forecast can be tested on 2024-01-08',
  ],
  ['data too short for the horizon', ['--horizon', '12'], 1, 'at least 48 are needed'],
  ['a day that does not exist', ['--origins', '2024-02-30'], 2, "'2024-02-30' is not a day"],
  ['no seed at all', ['--seeds', '0'], 2, 'a whole number from 1 to 20'],
  ['a method that there is not', ['--methods', 'ridge,oracle'], 1, "no method 'oracle'; there are: zeros,"],
])('says what is wrong with %s', async (_, args, status, message) => {
  const run = await evaluate('--schema', file('schema.json'), ...args);
  expect(run.status).toBe(status);
  expect(run.err).toContain(message);
});

it('says in one line where its forecasts cannot be written', async () => {
  mkdirSync(file('blocked'));
  writeFileSync(file('blocked/predictions'), 'a file');
  const methods = ['--methods', 'zeros', '--out', file('blocked')];
  const run = await evaluate('--schema', file('schema.json'), '--origins', '2', ...methods);
  expect(run).toMatchObject({
    status: 1,
    err: `shelfcast: ${file('blocked/predictions')}: file already exists; name another place\n`,
  });
});

it('tries only the methods that it is asked for', async () => {
  const run = await evaluate(
    '--schema',
    file('schema.json'),
    '--origins',
    '2',
    '--methods',
    'zeros, ridge',
    '--out',
    file('two'),
  );
  expect(run.status).toBe(0);
  expect(readdirSync(file('two/predictions')).sort()).toEqual(['ridge-0.csv', 'zeros-0.csv']);
});

it('reports a method that forecasts known products alone', async () => {
  const run = await evaluate(
    '--schema',
    file('schema.json'),
    '--methods',
    'last value',
    '--out',
    file('one'),
  );
  expect(run).toMatchObject({ status: 0, err: '' });
  const report = JSON.parse(readFileSync(file('one/report.json'), 'utf8')) as DemandEvaluation;
  expect(report.tasks.map(({ task, models }) => [task, models.map(({ name }) => name)])).toEqual([
    ['KNOWN', ['last value']],
    ['YOUNG', ['last value']],
  ]);
  expect(report.examples.length).toBeGreaterThan(0);
});

it('says why where no method asked for can forecast', async () => {
  const run = await evaluate('--schema', file('schema.json'), '--methods', 'seasonal naive');
  expect(run.status).toBe(1);
  expect(run.err).toMatch(
    /no method can forecast here: seasonal naive needs a year of data, there are \d+ weeks/,
  );
});

it('refuses weeks for a table, which has none', async () => {
  const run = await evaluate('--schema', file('table.json'), '--until', '2024-07-01');
  expect(run).toMatchObject({ status: 2, err: expect.stringContaining('table mode') });
});

describe('fits made apart', () => {
  const options = ['--schema', file('schema.json'), '--origins', '2', '--methods', 'zeros,ridge,TSB'];
  const withInput = async (lines: string[], ...args: string[]) => {
    const input = jest.spyOn(process, 'stdin', 'get').mockReturnValue(asStdin(lines));
    return evaluate(...options, ...args).finally(() => input.mockRestore());
  };
  const asStdin = (lines: string[]) =>
    Readable.from(lines.map((line) => `${line}\n`)) as unknown as typeof process.stdin;
  const linesOf = (text: string) => text.trim().split('\n');
  let plan: string[];
  let finished: string[];
  beforeAll(async () => {
    plan = linesOf((await evaluate(...options, '--plan')).out);
    const workers = [plan.filter((_, i) => i % 2 === 0), plan.filter((_, i) => i % 2 === 1)];
    const answers = [];
    for (const part of workers) answers.push(await withInput(part, '--worker'));
    finished = answers.flatMap(({ out }) => linesOf(out));
  });

  it('are planned a line each', () => {
    expect(plan.map((line) => JSON.parse(line) as unknown)).toEqual(
      ['2024-07-29', '2024-08-12'].flatMap((origin) =>
        ['zeros', 'TSB', 'ridge'].map((method) => ({ origin, method, seed: 0 })),
      ),
    );
  });

  it('come to the same report as on one machine, in any order and when one came twice', async () => {
    expect((await evaluate(...options, '--out', file('whole'))).status).toBe(0);
    writeFileSync(file('finished.ndjson'), [...finished, finished[0]].reverse().join('\n'));
    const collected = await evaluate(
      ...options,
      '--out',
      file('collected'),
      '--collect',
      file('finished.ndjson'),
    );
    expect(collected.status).toBe(0);
    const [whole, apart] = ['whole', 'collected'].map((out) => {
      const report = JSON.parse(readFileSync(file(`${out}/report.json`), 'utf8')) as DemandEvaluation;
      const { created, ...rest } = report;
      expect(Date.parse(created)).not.toBeNaN();
      return rest;
    });
    expect(apart).toEqual(whole);
    expect(readdirSync(file('collected/fits'), { recursive: true }).sort()).toEqual(
      readdirSync(file('whole/fits'), { recursive: true }).sort(),
    );
  });

  it.each<[string, () => string[], string[], string]>([
    ['a fit is missing', () => finished.slice(1), [], '1 of 6 fits are missing in standard input: '],
    ['other options made one', () => finished, ['--horizon', '3'], 'was made from other data, options'],
    [
      'a line notes what no training does',
      () => [finished[0].replace(/"forecasts"/, '"note":{"anything":"x"},"forecasts"')],
      [],
      'line 1 of standard input is no line of --plan or --worker',
    ],
    ['a line is no fit', () => ['{}'], [], 'line 1 of standard input is no line of --plan or --worker'],
  ])('end with what is wrong when %s', async (_, lines, more, message) => {
    const run = await withInput(lines(), ...more, '--out', file('not'), '--collect', '-');
    expect(run).toMatchObject({ status: 1, err: expect.stringContaining(message) as string });
  });

  it('end with the fit that is not of the plan', async () => {
    const run = await withInput(['{"origin":"2024-07-29","method":"oracle","seed":0}'], '--worker');
    expect(run).toMatchObject({
      status: 1,
      err: expect.stringContaining('oracle, 2024-07-29, seed 0 is no fit') as string,
    });
  });
});
