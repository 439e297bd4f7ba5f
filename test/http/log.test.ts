import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fillFile } from '../support/oneProduct';
import { tinyModels } from '../support/tinyModels';

const ROOT = join(__dirname, '../..');
const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

/** The built server with its log led elsewhere by the shell, and its address. */
async function start(redirection: string): Promise<{ child: ChildProcess; url: string }> {
  if (!existsSync(join(ROOT, 'dist/main.js'))) throw new Error('run `npm run build` first');
  const { encoder, models } = await tinyModels('tiny');
  const file = join(models, 'shelfcast.db');
  fillFile(file);
  const child = spawn('sh', ['-c', `exec ${process.execPath} dist/main.js ${redirection}`], {
    cwd: ROOT,
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      SHELFCAST_ENCODER: encoder,
      SHELFCAST_MODELS: models,
      SHELFCAST_DB: file,
      SHELFCAST_PROCESSES: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    const address = /serves at (http:\/\/\S+?)\.\s/.exec(said);
    if (address) return { child, url: address[1] };
  }
  throw new Error(`the server ended: ${said}`);
}

it('a log on a full disk ends nothing', async () => {
  const { child, url } = await start('2>/dev/full');
  for (let n = 0; n < 300; n++) expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(Number(/^shelfcast_log_lines_dropped_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(100);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

it('a reader of log and output that is gone ends nothing', async () => {
  const { child, url } = await start('');
  child.stderr!.destroy();
  child.stdout!.destroy();
  for (let n = 0; n < 300; n++) expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  child.kill('SIGHUP');
  expect((await once(child, 'exit'))[0]).toBe(0);
});
