import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyLog } from '../../src/registry/database/emptyLog';
import { embeddingsFile, openEmbeddingStore } from '../../src/registry/embeddingStore';
import { builtModule } from '../support/builtModule';
import { until } from '../support/until';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = (name: string): string => join(directory, name);

const key = (text: string): string => createHash('sha256').update(text).digest('hex');
const vector = (seed: number): Float32Array =>
  Float32Array.from({ length: 384 }, (_, i) => Math.sin(seed + i) / 14);
const entry = (seed: number) =>
  [key(`${seed}`), { vector: vector(seed), tokens: seed, fitted: null }] as const;

test('what was put comes back bit by bit, in the order of the keys, also after opening again', () => {
  const options = { capacity: 10, precision: 'fp32' } as const;
  const store = openEmbeddingStore(file('exact.db'), options);
  store.put([entry(1), [key('cut'), { vector: vector(2), tokens: 512, fitted: 77 }]]);
  const expected = [
    { vector: vector(2), tokens: 512, fitted: 77 },
    null,
    { vector: vector(1), tokens: 1, fitted: null },
  ];
  expect(store.get([key('cut'), key('none'), key('1')])).toEqual(expected);
  store.close();
  const again = openEmbeddingStore(file('exact.db'), options);
  expect(again.size()).toBe(2);
  expect(again.get([key('cut'), key('none'), key('1')])).toEqual(expected);
  again.close();
});

test('half precision keeps 11 bits, and a file may hold both precisions', () => {
  openStore('fp16', (store) => store.put([entry(3)]));
  openStore('fp32', (store) => {
    store.put([entry(4)]);
    const [half, exact] = store.get([key('3'), key('4')]);
    expect(exact!.vector).toEqual(vector(4));
    half!.vector.forEach((value, i) => {
      expect(Math.abs(value - vector(3)[i])).toBeLessThanOrEqual(
        Math.abs(vector(3)[i]) * 2 ** -11 + 2 ** -25,
      );
    });
  });

  function openStore(
    precision: 'fp16' | 'fp32',
    use: (store: ReturnType<typeof openEmbeddingStore>) => void,
  ) {
    const store = openEmbeddingStore(file('both.db'), { capacity: 10, precision });
    use(store);
    store.close();
  }
});

test('over the capacity the least recently used go, reads counting as use', () => {
  const store = openEmbeddingStore(file('bounded.db'), { capacity: 10, precision: 'fp32' });
  for (let seed = 0; seed < 10; seed++) store.put([entry(seed)]);
  store.get([key('0'), key('1')]);
  store.put([entry(10)]);
  const kept = store
    .get(Array.from({ length: 11 }, (_, seed) => key(`${seed}`)))
    .map((found) => found !== null);
  expect(kept).toEqual([true, true, false, true, true, true, true, true, true, true, true]);
  expect(store.size()).toBe(10);
  store.close();
});

test.each(['fp16', 'fp32'] as const)(
  'what was read ahead in %s comes back as from the file',
  async (precision) => {
    const options = { capacity: 1000, precision };
    const store = openEmbeddingStore(file(`ahead-${precision}.db`), options);
    for (const first of [0, 300]) store.put(Array.from({ length: 300 }, (_, i) => entry(first + i)));
    store.put([[key('cut'), { vector: vector(2), tokens: 512, fitted: 77 }]]);
    const keys = [key('cut'), key('none'), ...Array.from({ length: 600 }, (_, seed) => key(`${seed}`))];
    const expected = store.get(keys);
    store.close();
    const again = openEmbeddingStore(file(`ahead-${precision}.db`), options);
    await again.readAhead(400);
    expect(again.get(keys)).toEqual(expected);
    expect(again.get(keys)).toEqual(expected);
    again.close();
  },
);

test('the most recently used are read ahead; asked for, they count as used', async () => {
  const path = file('ahead.db');
  const options = { capacity: 10, precision: 'fp32' } as const;
  const keys = Array.from({ length: 11 }, (_, seed) => key(`${seed}`));
  const known = (store: ReturnType<typeof openEmbeddingStore>) =>
    store.get(keys).flatMap((embedding) => embedding?.tokens ?? []);
  const store = openEmbeddingStore(path, options);
  for (let seed = 0; seed < 10; seed++) store.put([entry(seed)]);
  await store.readAhead(10);
  store.get([key('0')]);
  store.put([entry(10)]);
  store.close();

  const again = openEmbeddingStore(path, options);
  await again.readAhead(4);
  const emptied = openEmbeddingStore(path, { capacity: 0, precision: 'fp32' });
  emptied.put([]);
  expect(known(emptied)).toEqual([]);
  expect(known(again)).toEqual([0, 8, 9, 10]);
  emptied.close();
  again.close();
});

test('a full disk gives an error with a name, keeps what there was, and is no end', () => {
  const script = `
    const { openEmbeddingStore } = require(${JSON.stringify(builtModule('registry/embeddingStore'))});
    const store = openEmbeddingStore(${JSON.stringify(file('full.db'))}, { capacity: 1e6, precision: 'fp32' });
    const key = (n) => n.toString(16).padStart(64, '0');
    const batch = (from) => Array.from({ length: 50 }, (_, i) => [key(from + i), { vector: new Float32Array(384), tokens: 1, fitted: null }]);
    store.put(batch(0));
    let name = '';
    for (let from = 50; from < 5000 && !name; from += 50) {
      try { store.put(batch(from)); } catch (error) { name = error.name; }
    }
    console.log(JSON.stringify({ name, first: store.get([key(0)])[0].tokens, size: store.size() % 50 }));`;
  const printed = execFileSync(
    'bash',
    ['-c', 'trap "" XFSZ; ulimit -f 1024; exec "$@"', 'bash', process.execPath, '-e', script],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  expect(JSON.parse(printed)).toEqual({ name: 'EmbeddingStoreError', first: 1, size: 0 });
});

test('what is written leaves the log beside the answers, and the log begins anew', async () => {
  const path = file('log.db');
  const store = openEmbeddingStore(path, { capacity: 1e6, precision: 'fp32' });
  const few = (first: number) =>
    Array.from(
      { length: 1024 },
      (_, n) => [key(`${first + n}`), { vector: vector(n), tokens: n, fitted: null }] as const,
    );
  for (const first of [0, 1024]) store.put(few(first));
  const logged = statSync(`${path}-wal`).size;
  await until(() => statSync(path).size > logged / 2);
  await until(() => attempted(() => store.put([entry(1)])));
  store.put(few(2048));
  expect(statSync(`${path}-wal`).size).toBe(logged);
  expect(store.get([key('0'), key('3071')]).map((found) => found?.tokens)).toEqual([0, 1023]);
  store.close();

  function attempted(work: () => void): boolean {
    try {
      work();
      return true;
    } catch {
      return false;
    }
  }
});

test('the embeddings lie beside the registry', () => {
  expect(embeddingsFile('data/shelfcast.db')).toBe('data/shelfcast-embeddings.db');
});

test('a log whose file was deleted meanwhile brings no file back', async () => {
  await emptyLog(file('deleted.db'));
  expect(existsSync(file('deleted.db'))).toBe(false);
});
