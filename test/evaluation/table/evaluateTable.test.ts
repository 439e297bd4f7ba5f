import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../src/common/random';
import { tableSchema } from '../../../src/contract/dataSchema';
import { tableEvaluation } from '../../../src/evaluation/table/evaluateTable';
import { TABLE_DEFAULTS } from '../../../src/training/table/tableOptions';

const ROWS = 320;
const GENRES = ['drama', 'comedy', 'crime', 'war', 'horror', 'musical', 'western', 'noir'];
const out = mkdtempSync(join(tmpdir(), 'shelfcast-folds-'));
afterAll(() => rmSync(out, { recursive: true }));

test('cells that the whole table says hold several values do so in folds too small to say it', async () => {
  const random = new Random(1);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const own = GENRES.filter(() => random.uniform() < 0.5);
    const extras = { genre: own.join('|') || null };
    const target = own.reduce((sum, genre) => sum + GENRES.indexOf(genre) - 3, 20);
    return { number: row + 1, record: { id: null, text: 'a film', extras }, target };
  });
  const schema = tableSchema.parse({
    mode: 'table',
    target: 'gross',
    text: ['title'],
    categorical: ['genre'],
    log_target: true,
  });
  const about = { source: 'films', hash: '0', rows: ROWS, skus: ROWS, first_week: null, last_week: null };
  const { evaluate } = await tableEvaluation(rows, about, {
    schema,
    out,
    engine: null,
    folds: 5,
    settings: TABLE_DEFAULTS,
    seeds: [0],
    onEmbedding: () => {},
    onProgress: () => {},
  });
  const { models } = await evaluate();
  expect(models.find(({ name }) => name === 'ridge')!.r2_log).toBeGreaterThan(0.9);
});
