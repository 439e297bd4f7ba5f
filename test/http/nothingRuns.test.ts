import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { startTinyService, type TinyService } from '../support/serving';
import { until } from '../support/until';
import { startApp, stopApps, type RunningApp } from './support/startApp';

let tiny: TinyService;
let app: RunningApp;
beforeAll(async () => {
  tiny = await startTinyService();
  app = await startApp({}, { service: tiny.service });
  const { pool } = tiny.service.parts.encoders.own;
  renameSync(join(tiny.encoder, 'onnx/model.onnx'), join(tiny.encoder, 'onnx/away.onnx'));
  for (const pid of pool.state().pids) process.kill(pid, 'SIGKILL');
  await until(() => pool.lost !== null);
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
});

const item = { description: 'red mug' };
const line = `${JSON.stringify(item)}\n`;
const ndjson = { 'content-type': 'application/x-ndjson' };

test.each([
  ['/embed-and-predict', { items: [item] }, {}],
  ['/embed-and-predict', line, ndjson],
  ['/predict', { items: [item] }, {}],
  ['/compare', { items: [item] }, {}],
  ['/whatif', { item, variants: [{ price: 2 }] }, {}],
  ['/similar', { text: 'red mug', k: 3 }, {}],
  ['/embed', { texts: ['red mug'] }, {}],
  ['/embed', '"red mug"\n', ndjson],
  ['/v1/embeddings', { model: 'encoder', input: 'red mug' }, {}],
])('while no process can be started, POST %s %j is told so at once', async (path, body, headers) => {
  const response = await app.post(path, body as object, headers);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('not_ready')]);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
});
