import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Engine } from '../../src/engine/engine';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { writeTinyModel } from '../support/tinyModel';
import { temporary } from '../training/ingest/files';

const files = temporary();
afterAll(files.remove);

test('a server that cannot start says why and ends, inference processes and all', async () => {
  const encoder = writeTinyEncoder();
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  const models = join(files.directory, 'models');
  await writeTinyModel(engine, { directory: join(models, 'tiny') });
  await engine.close();
  const server = spawn(
    process.execPath,
    [
      ...[
        'dist/cli.js',
        'serve',
        '--encoder',
        encoder,
        '--models',
        models,
        '--device',
        'cpu',
        '--processes',
        '1',
      ],
      ...['--db', join(files.directory, 'shop.db'), '--port', '0', '--api-key-file', 'no-such-file'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [said, [status]] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  expect(status).toBe(1);
  expect(said).toMatch(/^shelfcast: no-such-file: no such file or directory$/m);
}, 60_000);

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
