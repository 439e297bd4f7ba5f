import { Gauge, type Registry } from 'prom-client';

/** How far a server follows the catalog that it shares, in entry numbers. */
export interface SharedProgress {
  /** Its last entry, and the last one that it knows of. */
  applied: number;
  head: number;
  /** False while PostgreSQL does not answer. */
  reached: boolean;
}

/** Gauges of a shared catalog, read on each scrape. */
export function watchShared(registry: Registry, shared: { readonly progress: SharedProgress }): void {
  const gauge = (name: string, help: string, read: (progress: SharedProgress) => number) =>
    new Gauge({
      name: `shelfcast_shared_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(shared.progress));
      },
    });
  gauge('applied', 'Entries of the shared catalog that this server has', ({ applied }) => applied);
  gauge('behind', 'Entries that it knows of and does not have yet', ({ head, applied }) => head - applied);
  gauge('reached', '1 while PostgreSQL answers, else 0', ({ reached }) => Number(reached));
}
