import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { EmbeddingStore } from '../../../src/contract/embeddingStore';
import { openDatabase } from '../../../src/registry/database/database';
import { openEmbeddingStore } from '../../../src/registry/embeddingStore';
import { EMBEDDINGS } from '../../../src/registry/database/migrations';
import { EmbeddingCache } from '../../../src/serving/texts/embeddingCache';
import { heapMegabytes } from '../../support/heap';
import { until } from '../../support/until';

const vector = (seed: number) =>
  Float32Array.from({ length: 8 }, (_, at) => Math.fround(Math.sin(seed + at)));
const file = () => join(mkdtempSync(join(tmpdir(), 'shelfcast-cache-')), 'embeddings.db');
const open = (path: string, precision: 'fp16' | 'fp32' = 'fp32') =>
  openEmbeddingStore(path, { capacity: 1000, precision });

function cacheOver(store: EmbeddingStore, encoder = 'encoder'): { cache: EmbeddingCache; said: string[] } {
  const said: string[] = [];
  return {
    said,
    cache: new EmbeddingCache({
      encoder,
      dimension: 8,
      store,
      onStore: (what, state) => said.push(`${what} ${state}`),
    }),
  };
}

test('finds what was put, at once and after a restart, and counts hits and misses', async () => {
  const path = file();
  const first = cacheOver(open(path)).cache;
  first.put([{ text: 'red mug', embedding: { vector: vector(1), tokens: 4, fitted: null } }]);
  expect(first.get(['red mug', 'blue mug']).map(Boolean)).toEqual([true, false]);
  expect([first.hits, first.misses]).toEqual([1, 1]);
  first.settle();
  for (const ahead of [false, true]) {
    const again = cacheOver(open(path)).cache;
    if (ahead) await again.readAhead();
    expect(again.get(['red mug'])).toEqual([{ vector: vector(1), tokens: 4, fitted: null }]);
    again.settle();
  }
});

test('a store that cannot be read ahead is told of when it is asked', async () => {
  const path = file();
  const store = open(path);
  const { cache, said } = cacheOver(store);
  store.close();
  await cache.readAhead();
  expect(said).toEqual([]);
  expect(cache.get(['red mug'])).toEqual([null]);
  expect(said).toEqual(['reading failed']);
});

test('keeps encoders apart', () => {
  const path = file();
  const one = cacheOver(open(path), 'one').cache;
  one.put([{ text: 'red mug', embedding: { vector: vector(1), tokens: 4, fitted: null } }]);
  one.settle();
  const other = cacheOver(open(path), 'other').cache;
  expect(other.get(['red mug'])).toEqual([null]);
  other.settle();
});

test('gives a half-precision vector back as it was first given', () => {
  const path = file();
  const first = cacheOver(open(path, 'fp16')).cache;
  const given = first.rounded(vector(2));
  first.put([{ text: 'mug', embedding: { vector: given, tokens: 3, fitted: 2 } }]);
  first.settle();
  const again = cacheOver(open(path, 'fp16')).cache;
  expect(again.get(['mug'])[0]!.vector).toEqual(given);
  again.settle();
});

test('serves from memory when the store cannot be written, keeps reading it, and says so once', async () => {
  const path = file();
  const store = open(path);
  const { cache, said } = cacheOver(store);
  const put = (text: string) =>
    cache.put([{ text, embedding: { vector: vector(3), tokens: 3, fitted: null } }]);
  put('before');
  await until(() => store.size() === 1);
  const other = openDatabase(path, EMBEDDINGS);
  other.exec(
    "CREATE TRIGGER full BEFORE INSERT ON embeddings BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
  );
  for (const round of [1, 2, 3]) {
    put(`text ${round}`);
    await until(() => said.length > 0);
    cache.settle();
  }
  expect(said).toEqual(['writing failed']);
  expect(cache.get(['text 2', 'before']).map(Boolean)).toEqual([true, true]);
  cache.settle();
  other.exec('DROP TRIGGER full');
  other.close();
  const again = cacheOver(open(path)).cache;
  expect(again.get(['before', 'text 2']).map(Boolean)).toEqual([true, false]);
  again.settle();
});

test('a lock of another program is not waited for, skips what it hides, and loses nothing', async () => {
  const path = file();
  const store = open(path);
  const tried = jest.spyOn(store, 'put');
  const { cache, said } = cacheOver(store);
  const other = new BetterSqlite3(path);
  other.exec('BEGIN IMMEDIATE');
  cache.put([{ text: 'red mug', embedding: { vector: vector(4), tokens: 4, fitted: null } }]);
  await until(() => tried.mock.calls.length > 0);
  expect(cache.get(['red mug', 'blue mug']).map(Boolean)).toEqual([true, false]);
  other.exec('COMMIT');
  await until(() => store.size() === 1);
  expect(said).toEqual([]);
  cache.settle();
  other.close();
});

test('what is kept in memory does not grow with the length of texts', () => {
  const { cache } = cacheOver(open(file()));
  const before = heapMegabytes();
  for (let n = 0; n < 20_000; n++) {
    const text = Buffer.alloc(8192, `${n} `).toString();
    cache.put([{ text, embedding: { vector: vector(n), tokens: 3, fitted: 2 } }]);
  }
  expect(heapMegabytes() - before).toBeLessThan(60);
  cache.settle();
});
