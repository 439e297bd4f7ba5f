import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../src/contract/manifest';
import { temporary } from '../ingest/files';
import { runCli as run } from '../support/runCli';

const files = temporary();
afterAll(files.remove);
const SHIPPED = 'onnx/demo-shop';
const REPORT = join(SHIPPED, 'evaluation.json');

test('a report given to a model that exists puts its figures on the card, and the model stays whole', async () => {
  const model = join(files.directory, 'model');
  cpSync(SHIPPED, model, { recursive: true });
  rmSync(join(model, 'evaluation.json'));
  const manifest = () => JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8')) as Manifest;
  writeFileSync(join(model, 'manifest.json'), JSON.stringify({ ...manifest(), metrics: {} }));
  const attached = await run('models', 'attach', model, REPORT);
  expect([attached.status, attached.out]).toEqual([0, expect.not.stringContaining('with the encoder')]);
  expect(manifest().metrics.NEW['text-aware']).toBeDefined();
  expect(manifest().tested?.NEW).toMatchObject({ products: 48 });
  expect(readFileSync(join(model, 'README.md'), 'utf8')).toContain('How good it is');
  expect(JSON.parse(readFileSync(join(model, 'evaluation.json'), 'utf8'))).toMatchObject({ mode: 'demand' });
  expect(await run('models', 'verify', model)).toMatchObject({ status: 0 });
});

test('a report made with another encoder than the model has is told to be one', async () => {
  const model = join(files.directory, 'other');
  cpSync(SHIPPED, model, { recursive: true });
  const file = join(model, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, JSON.stringify({ ...manifest, encoder: { ...manifest.encoder, name: 'ours' } }));
  const { status, out } = await run('models', 'attach', model, REPORT);
  expect(status).toBe(0);
  expect(out).toContain("The report was made with the encoder 'encoder', and the model has 'ours'.");
});

test('what is no report, or no model, is said', async () => {
  const bad = files.file('{}', 'report.json');
  expect((await run('models', 'attach', SHIPPED, bad)).err).toContain('is no report.json of evaluate');
  const nowhere = await run('models', 'attach', files.directory, REPORT);
  expect([nowhere.status, nowhere.err.includes('is no model directory')]).toEqual([1, true]);
});
