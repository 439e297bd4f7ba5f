/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { evaluation } from '../../../src/contract/evaluation/evaluation';
import type * as Brief from '../../support/briefTraining';
import { runCli } from '../../support/runCli';
import { writeTinyEncoder } from '../../support/tinyEncoder';
import { temporary } from '../../ingest/files';
import { products } from './products';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });
jest.mock('../../../src/training/table/tableOptions', () =>
  jest.requireActual<typeof Brief>('../../support/briefTraining').briefTable(),
);

const files = temporary();
const encoder = writeTinyEncoder();
const at = (name: string) => join(files.directory, name);
afterAll(() => {
  files.remove();
  rmSync(encoder, { recursive: true });
});

type Cell = string | number | null;
type Cells = Record<string, Cell>;
interface Table {
  name: string;
  csv: string;
  schema: object;
  /** What each row that can be forecast is called in the answer: its code, or its number in the file. */
  ids: string[];
}

const ROWS = 80;
const PLAIN: Cells[] = products({ rows: ROWS }).map(({ record: { id, text, extras }, target }) => ({
  code: id,
  title: text,
  size: extras.size,
  range: extras.range,
  sales: target,
}));
const changed = (change: (row: Cells, place: number) => Cells) =>
  PLAIN.map((row, place) => ({ ...row, ...change(row, place) }));
const csv = (rows: readonly object[], delimiter = ',') => stringify([...rows], { header: true, delimiter });

const STRANGE_NUMBERS = ['1e14', '-1e14', 'Infinity', 'NaN', '1e400', '1,5', 'large', '', '0', '0x10'];
const STRANGE_TEXTS = [
  '',
  '"',
  'mug\n🎁 кружка 杯子',
  '\u0000\u202e',
  'mug '.repeat(2000),
  '=1+1',
  '[SEP] [PAD]',
];

const TABLES: Table[] = [
  {
    name: 'with strange texts, numbers and names, semicolons, Windows line ends, a row too short and one too long',
    csv:
      '\ufeff' +
      csv(
        PLAIN.map(({ code, title, size, range, sales }, place) => ({
          code: place % 7 ? code : '',
          title: place % 2 ? title : STRANGE_TEXTS[(place / 2) % STRANGE_TEXTS.length],
          note: place % 5 ? '' : `note ${place}`,
          constructor: place % 3 ? size : STRANGE_NUMBERS[(place / 3) % STRANGE_NUMBERS.length],
          'a = "b".c': place % 2 ? STRANGE_NUMBERS[place % STRANGE_NUMBERS.length] : place,
          toString: place % 4 ? range : '',
          'p50 unseen': `level ${place}`,
          sales,
        })),
        ';',
      )
        .replaceAll('\n', '\r\n')
        .replace(/^(.*\r\n){3}/, '$&too;short\r\n') +
      'too;long;1;2;3;4;5;6;7;8\r\n\r\n',
    schema: {
      text: ['title', 'note'],
      numeric: ['constructor', 'a = "b".c'],
      categorical: ['toString', 'p50 unseen'],
    },
    ids: PLAIN.map(({ code }, place) => String(place % 7 ? code : place < 2 ? place + 1 : place + 2)),
  },
  {
    name: 'without an id or a word, a number without one value, and targets that are mostly 0 and else far apart',
    csv: csv(changed((_, place) => ({ title: '', size: '', sales: place % 3 ? 0 : 10 ** (place % 14) }))),
    schema: { id: undefined, log_target: true },
    ids: PLAIN.map((_, place) => String(place + 1)),
  },
];

describe.each(TABLES)('a table $name', ({ name, csv: content, schema: own, ids }) => {
  const folder = at(String(TABLES.findIndex((table) => table.name === name)));
  const file = (what: string) => join(folder, what);
  const run = (command: string, ...more: string[]) =>
    runCli(
      command,
      '--data',
      file('rows.csv'),
      '--schema',
      file('schema.json'),
      '--encoder',
      encoder,
      ...more,
    );
  const schema = {
    ...{
      mode: 'table',
      id: 'code',
      target: 'sales',
      text: ['title'],
      numeric: ['size'],
      categorical: ['range'],
    },
    ...own,
  };

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file('rows.csv'), content);
    writeFileSync(file('schema.json'), JSON.stringify(schema));
  });

  it('is learnt, and every row of it forecast in numbers', async () => {
    const trained = await run('train', '--out', file('shelf'));
    expect([trained.status, trained.err]).toEqual([0, '']);
    const predicted = await run('predict', '--model', file('shelf'), '--out', file('out.csv'), '--compare');
    expect([predicted.status, predicted.err]).toEqual([0, '']);
    const answers = parse(readFileSync(file('out.csv')), { columns: true }) as unknown as Cells[];
    expect(answers.map(({ id }) => id)).toEqual(ids);
    for (const { id, warnings, ...figures } of answers) {
      expect([typeof id, typeof warnings]).toEqual(['string', 'string']);
      const values = Object.values(figures).map(Number);
      expect(values).toHaveLength(8);
      expect(values.every(Number.isFinite)).toBe(true);
      const [p10, p50, p90] = values;
      expect(p10).toBeLessThanOrEqual(p50);
      expect(p50).toBeLessThanOrEqual(p90);
    }
  });

  it('is judged by the simple methods', async () => {
    const { status, err, out } = await run(
      'evaluate',
      '--out',
      file('report'),
      '--baselines-only',
      '--folds',
      '3',
    );
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/TF-IDF \+ ridge: \d+\.\d{3}/);
    const report = evaluation.parse(JSON.parse(readFileSync(file('report/report.json'), 'utf8')));
    expect(report.mode).toBe('table');
    expect(readFileSync(file('report/report.html'), 'utf8')).toContain('</html>');
  });
});

it('of negative targets is judged', async () => {
  const data = files.file(csv(changed(({ sales }) => ({ sales: -1e6 * Number(sales) }))), 'negative.csv');
  const schema = files.file(
    JSON.stringify({ mode: 'table', target: 'sales', text: ['title'], numeric: ['size'] }),
    'negative.json',
  );
  const { status, err, out } = await runCli(
    ...['evaluate', '--data', data, '--schema', schema, '--out', at('negative'), '--baselines-only'],
  );
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('Report:');
});

it('is refused before any fit where its folds would be too small', async () => {
  const few = files.file(csv(PLAIN.slice(0, 62)), 'few.csv');
  const schema = files.file(JSON.stringify({ mode: 'table', target: 'sales', text: ['title'] }), 'few.json');
  const { status, err } = await runCli(
    ...[
      'evaluate',
      '--data',
      few,
      '--schema',
      schema,
      '--encoder',
      encoder,
      '--out',
      at('few'),
      '--folds',
      '5',
    ],
  );
  expect(status).toBe(1);
  expect(err).toBe(
    'shelfcast: 62 rows with a target are too few for 5 folds: a fit would see 49 of them, and a model takes 50 or more\n',
  );
});
