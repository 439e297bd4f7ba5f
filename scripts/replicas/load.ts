import { setTimeout as sleep } from 'node:timers/promises';

const PRODUCTS = 40;
const TOGETHER = 20;
const PAUSE_MS = 20;
/** Before what was refused is sent again. */
const RETRY_MS = 200;

export interface Counted {
  /** Answered with 200. */
  forecasts: number;
  sales: number;
  /** Requests that were not. */
  failedForecasts: string[];
  failedSales: string[];
}

/** Clients that forecast and tell sales through one address. What is not acknowledged is sent again until it is. */
export class Load {
  readonly counted: Counted = { forecasts: 0, sales: 0, failedForecasts: [], failedSales: [] };
  /** Units of all sales that were acknowledged, by product. */
  readonly units = new Map<string, number>();
  private stopping = false;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly url: string,
    private readonly name: string,
    clients: number,
  ) {
    this.clients = Array.from({ length: clients }, (_, client) =>
      client % 2 === 0 ? this.forecasts(client) : this.sales(client),
    );
  }

  /** Resolves when all that was sent is acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.clients);
  }

  private async forecasts(client: number): Promise<void> {
    for (let n = 0; !this.stopping; n++) {
      const items = [{ sku: `P${n % PRODUCTS}`, description: `red mug ${client} ${n % 100}` }];
      const failed = await post(`${this.url}/embed-and-predict`, { items });
      if (failed === null) this.counted.forecasts++;
      else this.counted.failedForecasts.push(failed);
      await sleep(PAUSE_MS);
    }
  }

  private async sales(client: number): Promise<void> {
    for (let n = 0; !this.stopping; n++) {
      const sales = Array.from({ length: TOGETHER }, (_, at) => ({
        ...{ id: `${this.name} ${client} ${n} ${at}`, sku: `P${(n + at) % PRODUCTS}` },
        ...{ date: `2026-01-${String(5 + (at % 7)).padStart(2, '0')}`, units: 1 + (n % 3) },
      }));
      for (;;) {
        const failed = await post(`${this.url}/sales`, { sales, source: 'load' });
        if (failed === null) break;
        this.counted.failedSales.push(failed);
        await sleep(RETRY_MS);
      }
      this.counted.sales += sales.length;
      for (const { sku, units } of sales) this.units.set(sku, (this.units.get(sku) ?? 0) + units);
      await sleep(PAUSE_MS);
    }
  }
}

/** Null where it was answered with 200; else what came of it. */
export async function post(url: string, body: unknown): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return response.ok ? null : `${response.status} ${text.slice(0, 200)}`;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}
