import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddingStore } from '../../src/registry/embeddingStore';
import { SILENT } from '../../src/contract/observer';
import { call, startTinyService } from '../support/serving';
import { until } from '../support/until';

const text = 'Made-up product number 1 with a handle, small';

test('a service warms up without a trace in what is counted and kept, and serves afterwards', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'shelfcast-warm-up-')), 'embeddings.db');
  const store = openEmbeddingStore(path, { capacity: 100, precision: 'fp16' });
  const told: string[] = [];
  const observer = Object.fromEntries(
    Object.keys(SILENT).map((event) => [event, () => void told.push(event)]),
  ) as unknown as typeof SILENT;
  const { service, log } = await startTinyService({ store, observer, warmUpMs: 100 });
  const warm = () => log.find(({ message }) => message === 'warmed up on made-up items');
  await until(() => warm() !== undefined);
  expect(warm()!.details.items).toBeGreaterThanOrEqual(64);
  expect(log.filter(({ message }) => message.includes('failed'))).toEqual([]);
  expect(told).toEqual([]);
  expect(service.engine().cache).toEqual({ enabled: true, entries: 0, hits: 0, misses: 0 });
  expect(service.engine().queue.texts).toBe(0);

  const request = {
    items: [{ description: text }],
    compare: false,
    explain: false,
    return_embeddings: false,
  };
  const { items } = await service.embedAndPredict(request, call());
  expect(items[0].cached).toBe(false);
  expect(told).toContain('encoded');
  await service.close();
});
