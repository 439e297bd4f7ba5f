import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../../src/common/statistics';
import { childrenOf, type SoakedServer } from './server';

const MEGABYTE = 1_000_000;
/** Samples of a run. */
const SAMPLES = 40;
/** How much more than in the third quarter of a run memory may be in the fourth and still count as flat. */
const FLAT = 1.05;

/** Megabytes at one time. */
export interface MemorySample {
  minute: number;
  /** Of the server's process. */
  resident: number;
  heap: number;
  /** Outside the heap: vectors, bodies, SQLite's handles. */
  external: number;
  /** Of each inference process. */
  inference: number[];
}

/** What the server and its inference processes hold, at even intervals. */
export async function watchMemory(
  server: SoakedServer,
  minutes: number,
  going: () => boolean,
): Promise<MemorySample[]> {
  const samples: MemorySample[] = [];
  const since = performance.now();
  while (going()) {
    const sample = await sampled(server, (performance.now() - since) / 60_000);
    if (sample) samples.push(sample);
    await sleep((minutes * 60_000) / SAMPLES);
  }
  return samples;
}

/** Median resident memory of the server in the fourth quarter of a run, by that in the third. */
export function growth(samples: readonly MemorySample[]): { ratio: number; flat: boolean } {
  const quarter = Math.floor(samples.length / 4);
  const residents = samples.map(({ resident }) => resident);
  const ratio = median(residents.slice(-quarter)) / median(residents.slice(-2 * quarter, -quarter));
  return { ratio, flat: ratio <= FLAT };
}

export function memoryTable(samples: readonly MemorySample[]): string {
  const lines = samples.map(({ minute, resident, heap, external, inference }) =>
    [minute.toFixed(1), ...[resident, heap, external, ...inference].map(Math.round)].join('\t'),
  );
  return ['minute\tresident\theap\texternal\tinference processes', ...lines].join('\n');
}

async function sampled({ url, child }: SoakedServer, minute: number): Promise<MemorySample | null> {
  const metrics = await fetch(`${url}/metrics`)
    .then((response) => response.text())
    .catch(() => null);
  if (metrics === null || child.pid === undefined) return null;
  const megabytes = (name: string) =>
    Number(new RegExp(`^shelfcast_${name}_bytes (\\S+)`, 'm').exec(metrics)?.[1]) / MEGABYTE;
  return {
    minute,
    resident: residentMegabytes(child.pid),
    heap: megabytes('nodejs_heap_size_used'),
    external: megabytes('nodejs_external_memory'),
    inference: childrenOf(child.pid).map(residentMegabytes),
  };
}

/** NaN of a process that is gone. */
function residentMegabytes(pid: number): number {
  try {
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kibibytes) * 1024) / MEGABYTE;
  } catch {
    return NaN;
  }
}
