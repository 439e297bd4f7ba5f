import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import { startServer } from './server';

export interface CatalogRow {
  items: number;
  /** Seconds. */
  first: number;
  again: number;
  afterRestart: number;
  failed: number;
}

const ITEMS_A_REQUEST = 256;

/** A whole catalog sent twice with the cache on, and once more after the server was stopped and started again. */
export async function measureCatalog(
  settings: Record<string, string>,
  texts: string[],
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
    progress('the same catalog again');
    const again = await send(server);
    await server.stop();
    server = await startServer({ ...settings, CACHE: 'on' });
    progress('and after a restart');
    const afterRestart = await send(server);
    return {
      items: sent.length * ITEMS_A_REQUEST,
      first: first.seconds,
      again: again.seconds,
      afterRestart: afterRestart.seconds,
      failed: first.failed + again.failed + afterRestart.failed,
    };
  } finally {
    await server.stop();
  }
}
