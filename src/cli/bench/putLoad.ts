import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ownModule } from '../../common/ownModule';
import type { Load, LoadResult } from './loadProcess';

/** Idle load generators. */
const idle: ChildProcess[] = [];

/**
 * Runs a load from a separate process, which is reused for later loads. Simultaneous loads come from one process each.
 */
export async function putLoad(load: Load): Promise<LoadResult> {
  const generator = idle.pop() ?? startGenerator();
  generator.ref();
  generator.channel!.ref();
  generator.send(load);
  const [result]: LoadResult[] = await once(generator, 'message');
  generator.channel!.unref();
  generator.unref();
  idle.push(generator);
  return result;
}

function startGenerator(): ChildProcess {
  const { path, execArgv } = ownModule('cli/bench/loadProcess');
  return fork(path, { execArgv });
}

/** Bodies with `items` texts each. */
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
