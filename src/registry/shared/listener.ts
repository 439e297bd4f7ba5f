import type { Client } from 'pg';
import { messageOf } from '../../common/thrown';
import { connectionTo } from './postgres';
import { CHANNEL } from './logEntries';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

/** Work that only one of the servers of a catalog does; PostgreSQL needs a number for each. */
const HELD_WORK = { jobs: 0x53_48_4c_01 } as const;
export type SharedWork = keyof typeof HELD_WORK;

export interface ListenerOptions {
  url: string;
  /** Something was appended, or may have been while nobody listened. */
  onTold(): void;
  /** The connection is lost, and with it the rights that it held. */
  onLost(reason: string): void;
}

/**
 * A connection that is notified of appended entries, and reconnects when it breaks; the rights to exclusive work belong
 * to it.
 */
export class Listener {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE_MS;
  private closed = false;
  private readonly held = new Set<SharedWork>();

  constructor(private readonly options: ListenerOptions) {
    void this.connect();
  }

  /** Whether this server has the right to do some work; takes it if nobody has it. */
  async hold(work: SharedWork): Promise<boolean> {
    const { client } = this;
    if (!client) return false;
    if (this.held.has(work)) return true;
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      HELD_WORK[work],
    ]);
    if (!rows[0].held || client !== this.client) return false;
    this.held.add(work);
    return true;
  }

  async letGo(work: SharedWork): Promise<void> {
    if (this.held.delete(work))
      await this.client?.query('SELECT pg_advisory_unlock($1)', [HELD_WORK[work]]).catch(() => {});
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const { Client: PostgresClient } = await import('pg');
    const client = new PostgresClient(connectionTo(this.options.url));
    let lost = false;
    const lose = (reason: string) => {
      if (lost) return;
      lost = true;
      const wasOpen = this.client === client;
      if (wasOpen) this.client = null;
      if (wasOpen) this.held.clear();
      if (this.closed) return;
      if (wasOpen) this.options.onLost(reason);
      this.timer = setTimeout(() => void this.connect(), this.pause);
      this.pause = Math.min(LONGEST_PAUSE_MS, 2 * this.pause);
    };
    client.on('error', (error) => lose(error.message));
    client.on('end', () => lose('the connection ended'));
    client.on('notification', () => this.options.onTold());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.closed) return void client.end().catch(() => {});
      this.client = client;
      this.pause = FIRST_PAUSE_MS;
      this.options.onTold();
    } catch (error) {
      lose(messageOf(error));
      client.end().catch(() => {});
    }
  }
}
