import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, LoadResult } from './loadProcess';
import type { Measured } from './measured';
import { processorTime } from './processorTime';
import type { Server } from './server';

export interface Loaded extends Measured, LoadResult {
  items: number;
  seconds: number;
}

let generator: ChildProcess | null = null;

/** Puts a load on a server from a process of its own, which lasts as long as this one and counts as well. */
export async function load(server: Server, given: Omit<Load, 'url'>): Promise<Loaded> {
  generator ??= fork(join(__dirname, 'loadProcess.ts'), { execArgv: ['--import', 'tsx'] });
  generator.ref();
  generator.channel!.ref();
  const before = processorTime(server.pid);
  generator.send({ ...given, url: server.url } satisfies Load);
  const [result] = (await once(generator, 'message')) as [LoadResult];
  generator.channel!.unref();
  generator.unref();
  return { ...result, cpu: processorTime(server.pid) - before + result.cpu };
}

/** Bodies that carry the texts in turn, `items` each. */
export function bodies(texts: readonly string[], items: number, kind: 'predict' | 'embed'): string[] {
  return Array.from({ length: Math.floor(texts.length / items) }, (_, at) => {
    const part = texts.slice(at * items, (at + 1) * items);
    if (kind === 'embed') return JSON.stringify({ texts: part });
    return JSON.stringify({
      items: part.map((description, index) => ({
        description,
        price: 1 + ((at + index) % 9),
        lags: index % 2 ? [] : [3, 0, 5, 2, 8, 1, 4, 4],
      })),
    });
  });
}
