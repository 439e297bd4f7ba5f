import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Engine } from '../../src/engine/engine';
import { Postgres } from '../../test/support/postgres';
import { writeTinyEncoder } from '../../test/support/tinyEncoder';
import { writeTinyModel } from '../../test/support/tinyModel';
import { freePort } from '../bench/server';

const ROOT = join(__dirname, '../..');

/** Names of the models that every server has. */
export const MODELS = ['one', 'two'];

/** A server of the built program, started again on the same port and file when it was killed. */
export class Replica {
  private child: ChildProcess | null = null;

  constructor(
    readonly url: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: ROOT,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.child = child;
    while (!(await isReady(this.url))) {
      if (child.exitCode !== null) throw new Error(`a server ended by itself with ${child.exitCode}`);
      await sleep(50);
    }
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

/** Two servers that share a catalog, behind the nginx of deploy/, all on loopback. */
export class Cluster {
  private constructor(
    readonly postgres: Postgres,
    readonly replicas: Replica[],
    /** Of nginx. */
    readonly url: string,
    private readonly nginx: ChildProcess,
  ) {}

  static async start(): Promise<Cluster> {
    const directory = mkdtempSync(join(tmpdir(), 'shelfcast-replicas-'));
    // nginx's workers are another user.
    chmodSync(directory, 0o755);
    const encoder = writeTinyEncoder();
    const models = join(directory, 'models');
    mkdirSync(models);
    const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
    for (const name of MODELS) await writeTinyModel(engine, { directory: join(models, name), name });
    await engine.close();
    const postgres = await Postgres.start();
    const database = await postgres.newDatabase();
    const ports = [await freePort(), await freePort()];
    const replicas = ports.map(
      (port, at) =>
        new Replica(`http://127.0.0.1:${port}`, {
          SHELFCAST_PORT: String(port),
          SHELFCAST_DB: database,
          SHELFCAST_VIEW: join(directory, `view${at}.db`),
          SHELFCAST_ENCODER: encoder,
          SHELFCAST_MODELS: models,
          SHELFCAST_PROCESSES: '1',
          SHELFCAST_DEVICE: 'cpu',
          SHELFCAST_LOG_LEVEL: 'error',
          SHELFCAST_TRUST_PROXY: 'loopback',
        }),
    );
    for (const replica of replicas) await replica.start();
    const front = await freePort();
    const nginx = startNginx(directory, front, ports);
    const url = `http://127.0.0.1:${front}`;
    while (!(await isReady(url))) await sleep(50);
    return new Cluster(postgres, replicas, url, nginx);
  }

  async stop(): Promise<void> {
    this.nginx.kill('SIGTERM');
    for (const replica of this.replicas) await replica.kill();
    await this.postgres.stop();
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    async (response) => (await response.text(), response.ok),
    () => false,
  );
}

/** With the file that is deployed, but for ports. */
function startNginx(directory: string, front: number, ports: readonly number[]): ChildProcess {
  const deployed = readFileSync(join(ROOT, 'deploy/nginx/shelfcast.conf'), 'utf8');
  const site = ports
    .reduce((text, port, at) => text.replace(`server-${at + 1}:8080`, `127.0.0.1:${port}`), deployed)
    .replace('listen 8080', `listen 127.0.0.1:${front}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n');
  const file = join(directory, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;\nerror_log stderr crit;\npid ${directory}/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}}\n`,
  );
  return spawn('nginx', ['-p', directory, '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] });
}
