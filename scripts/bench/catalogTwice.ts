import type { LoadResult } from '../../src/cli/bench/loadProcess';
import { median } from '../../src/common/statistics';
import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import { startServer } from './server';

export interface CatalogRow {
  items: number;
  /** Seconds; those after the first are medians. */
  first: number;
  again: number;
  afterRestart: number;
  failed: number;
}

const ITEMS_A_REQUEST = 256;

/** A whole catalog sent with the cache on: once, `rounds` times more, and once after each of `rounds` restarts. */
export async function measureCatalog(
  settings: Record<string, string>,
  texts: string[],
  rounds: number,
  progress: (what: string) => void,
): Promise<CatalogRow> {
  const sent = bodies(texts, ITEMS_A_REQUEST, 'predict');
  const send = async (server: Awaited<ReturnType<typeof startServer>>) =>
    load(server, {
      path: '/embed-and-predict',
      bodies: sent,
      items: ITEMS_A_REQUEST,
      clients: 4,
      seconds: 0,
      rate: 0,
      requests: sent.length,
    });
  let server = await startServer({ ...settings, CACHE: 'on' });
  try {
    progress('a catalog for the first time');
    const first = await send(server);
    const again: LoadResult[] = [];
    const afterRestart: LoadResult[] = [];
    for (let round = 0; round < rounds; round++) {
      progress('the same catalog again');
      again.push(await send(server));
    }
    for (let round = 0; round < rounds; round++) {
      await server.stop();
      server = await startServer({ ...settings, CACHE: 'on' });
      progress('and after a restart');
      afterRestart.push(await send(server));
    }
    return {
      items: sent.length * ITEMS_A_REQUEST,
      first: first.seconds,
      again: median(again.map(({ seconds }) => seconds)),
      afterRestart: median(afterRestart.map(({ seconds }) => seconds)),
      failed: [first, ...again, ...afterRestart].reduce((sum, { failed }) => sum + failed, 0),
    };
  } finally {
    await server.stop();
  }
}
