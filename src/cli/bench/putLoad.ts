import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import type { Load, LoadResult } from './loadProcess';

let generator: ChildProcess | null = null;

/** Puts a load on a server from a process of its own, which lasts as long as this one. */
export async function putLoad(load: Load): Promise<LoadResult> {
  const extension = extname(__filename);
  generator ??= fork(join(__dirname, `loadProcess${extension}`), {
    execArgv: extension === '.ts' ? ['--import', 'tsx'] : [],
  });
  generator.ref();
  generator.channel!.ref();
  generator.send(load);
  const [result] = (await once(generator, 'message')) as [LoadResult];
  generator.channel!.unref();
  generator.unref();
  return result;
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
