import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startBuiltServer } from '../support/builtServer';
import { tinyModels } from '../support/tinyModels';
import { temporary } from '../ingest/files';

const files = temporary();
afterAll(files.remove);

test('a server that cannot start says why and ends, inference processes and all', async () => {
  const { encoder, models } = await tinyModels('tiny');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, said } = await serve(
    ...['--encoder', encoder, '--models', models, '--device', 'cpu', '--processes', '1'],
    ...['--db', join(files.directory, 'shop.db'), '--port', String(port)],
  );
  other.close();
  expect(status).toBe(1);
  expect(said).toMatch(/^shelfcast: Port \d+ on 127\.0\.0\.1 is in use; choose another with --port\.$/m);
});

test('a server none of whose models can be served says why of each and ends', async () => {
  const { encoder, models } = await tinyModels('tiny');
  appendFileSync(join(models, 'tiny', 'head.onnx'), 'damaged');
  const { status, said } = await serve(
    ...['--encoder', encoder, '--models', models, '--device', 'cpu', '--processes', '1'],
    ...['--db', join(files.directory, 'damaged.db'), '--port', '0'],
  );
  expect(status).toBe(1);
  expect(said).toMatch(/^shelfcast: No model can be served: tiny: .*head\.onnx/m);
});

test('a signal that comes twice at once, as to a group of processes, stops the server in order', async () => {
  const { encoder, models } = await tinyModels('tiny');
  const server = await startBuiltServer({
    SHELFCAST_ENCODER: encoder,
    SHELFCAST_MODELS: models,
    SHELFCAST_DEVICE: 'cpu',
    SHELFCAST_PROCESSES: '1',
  });
  const ended = once(server.child, 'exit');
  server.child.kill('SIGTERM');
  server.child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await server.stop();
});

test('a server whose port is taken says so before it loads anything', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, said } = await serve(
    '--encoder',
    'no-such-encoder',
    '--models',
    'none',
    '--port',
    String(port),
  );
  other.close();
  expect([status, said]).toEqual([
    1,
    expect.stringMatching(/^shelfcast: Port \d+ on 127\.0\.0\.1 is in use/),
  ]);
});

test('a server whose key file is missing says so before it loads anything', async () => {
  const { status, said } = await serve('--api-key-file', 'no-such-file', '--models', 'none', '--port', '0');
  expect([status, said]).toEqual([
    1,
    'shelfcast: The API key file no-such-file cannot be read (ENOENT). Make a key with: shelfcast key\n',
  ]);
});

test('the server by its file refuses flags, which it would not heed', async () => {
  const server = spawn(process.execPath, ['dist/main.js', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [status]] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  expect(status).toBe(1);
  expect(said).toBe(
    'shelfcast: main.js takes no flags such as --port: `shelfcast serve` does, or set SHELFCAST_PORT and the like\n',
  );
});

async function serve(...flags: string[]): Promise<{ status: number; said: string }> {
  const server = spawn('dist/cli.js', ['serve', ...flags], {
    env: { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [status]] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  return { status: status as number, said };
}
