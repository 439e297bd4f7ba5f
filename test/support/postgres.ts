import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const DEBIAN = '/usr/lib/postgresql';

/** No verdict by the clock: a busy machine's PostgreSQL may take long to answer. */
const PATIENT = 'connect_timeout=600&lock_timeout=600000&statement_timeout=600000&query_timeout=600000';

/** Directory of PostgreSQL's programs; null where it is not installed. */
export const POSTGRES = programs();

/** A PostgreSQL of the tests' own, in a directory of its own, reached by a socket in it. */
export class Postgres {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly directory: string,
    private readonly fsync: boolean,
  ) {}

  /** What it wrote outlives it; the machine's end only with `fsync`. */
  static async start({ fsync = false } = {}): Promise<Postgres> {
    const directory = ownDirectory();
    execFileSync('cp', ['-a', newCluster(), join(directory, 'data')]);
    const postgres = new Postgres(directory, fsync);
    await postgres.begin();
    return postgres;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** A new, empty database; its address. */
  async newDatabase(): Promise<string> {
    const name = `shop_${randomUUID().replaceAll('-', '')}`;
    await this.ask('postgres', `CREATE DATABASE ${name}`);
    return this.address(name);
  }

  /** The rows of a question to a database by its address. */
  async query(address: string, sql: string): Promise<Record<string, unknown>[]> {
    return this.ask(new URL(address).pathname.slice(1), sql);
  }

  /** Ends it as a power cut does, as far as a process can. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async begin(): Promise<void> {
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${this.directory}`,
      `fsync=${this.fsync ? 'on' : 'off'}`,
    ].flatMap((setting) => ['-c', setting]);
    // The processes of one that was killed may hold its memory for a moment.
    for (;;) {
      const child = spawn(program('postgres'), ['-D', join(this.directory, 'data'), ...settings], {
        stdio: 'ignore',
        cwd: this.directory,
        ...unprivileged(),
      });
      this.child = child;
      while (child.exitCode === null && child.signalCode === null) {
        const answers = await this.ask('postgres', 'SELECT 1').then(
          () => true,
          () => false,
        );
        if (answers) return;
        await sleep(50);
      }
    }
  }

  async stop(): Promise<void> {
    // At once, yet without leaving its shared memory behind.
    await this.end('SIGQUIT');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child) return;
    child.kill(signal);
    await once(child, 'close');
  }

  private address(database: string): string {
    return `postgres://shelfcast@localhost/${database}?host=${encodeURIComponent(this.directory)}&${PATIENT}`;
  }

  private async ask(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client(this.address(database));
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}

function programs(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const latest = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return (
    latest.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ??
    null
  );
}

function program(name: string): string {
  return join(POSTGRES!, name);
}

/** Directory of a cluster without a database of ours, made once for a run of the tests; to be copied. */
function newCluster(): string {
  const made = join(tmpdir(), 'postgres-cluster');
  if (existsSync(made)) return made;
  const directory = ownDirectory();
  const data = join(directory, 'data');
  const options = ['--no-sync', '--auth=trust', '--username=shelfcast', '--encoding=UTF8', '--locale=C'];
  execFileSync(program('initdb'), ['-D', data, ...options], {
    stdio: 'ignore',
    cwd: directory,
    ...unprivileged(),
  });
  try {
    renameSync(data, made);
  } catch (error) {
    // Tests beside have made it meanwhile.
    if (!existsSync(made)) throw error;
  }
  return made;
}

/** A directory that PostgreSQL may write to. */
function ownDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-pg-'));
  const owner = unprivileged();
  if (owner) {
    chownSync(directory, owner.uid, owner.gid);
    // It must be able to pass through.
    chmodSync(tmpdir(), statSync(tmpdir()).mode | 0o011);
  }
  return directory;
}

/** PostgreSQL does not run as root: whom it runs as then. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
