import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKey } from '../../src/http/guards/apiKeys';
import { startBuiltServer, type BuiltServer } from '../support/builtServer';
import { runCli } from '../support/runCli';
import { tinyModels } from '../support/tinyModels';

const { key, hash } = makeKey();
let encoder: string;
let server: BuiltServer;

beforeAll(async () => {
  const tiny = await tinyModels('tiny');
  encoder = tiny.encoder;
  server = await startBuiltServer({
    SHELFCAST_ENCODER: encoder,
    SHELFCAST_MODELS: tiny.models,
    SHELFCAST_DEVICE: 'cpu',
    SHELFCAST_API_KEY_HASHES: hash,
  });
});
afterAll(() => server.stop());

const bench = (...more: string[]) => runCli('bench', '--encoder', encoder, '--seconds', '0.05', ...more);

test('measures the encoder alone and a running server, closed and paced', async () => {
  const { status, out } = await bench('--url', server.url, '--key', key, '--json');
  expect(status).toBe(0);
  const result = JSON.parse(out);
  expect(result.sorted).toBeGreaterThan(0);
  expect(result.arrivalOrder).toBeGreaterThan(0);
  // The tiny encoder has no attention.
  expect(result.packed).toBeNull();
  expect(result.server).toHaveLength(4);
  for (const { perSecond, p50, p99, failed } of result.server) {
    expect(perSecond).toBeGreaterThan(0);
    expect(p99).toBeGreaterThanOrEqual(p50);
    expect(failed).toBe(0);
  }
});

test('refuses texts of which it cannot make enough', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-texts-'));
  const texts = (content: string) => {
    writeFileSync(join(directory, 'texts.txt'), content);
    return bench('--texts', join(directory, 'texts.txt'));
  };
  expect((await texts('\n')).err).toContain('holds no text; give one a line');
  expect((await texts('mug')).err).toContain('make only 1 different ones');
  rmSync(directory, { recursive: true });
});

test('says what to do when the server refuses or is not there', async () => {
  const refused = await bench('--url', server.url);
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(/^shelfcast: the server at .* answers 401; give its API key with --key$/m);
  const nobody = await bench('--url', 'http://127.0.0.1:9');
  expect(nobody.err).toMatch(/^shelfcast: there is no server at .*; start one with: shelfcast serve$/m);
});

test('measures texts that share rows where the encoder can have them do so', async () => {
  const { status, out } = await runCli('bench', '--encoder', 'onnx/encoder', '--seconds', '0.05', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out).packed).toBeGreaterThan(0);
});
