import type { Load, LoadResult } from '../../src/cli/bench/loadProcess';
import { putLoad } from '../../src/cli/bench/putLoad';
import { processorTime } from './processorTime';
import type { Server } from './server';

/** Puts a load on a server of ours. The processor time is that of generator, server and its inference processes. */
export async function load(server: Server, given: Omit<Load, 'url'>): Promise<LoadResult> {
  const before = processorTime(server.pid);
  const result = await putLoad({ ...given, url: server.url });
  return { ...result, cpu: processorTime(server.pid) - before + result.cpu };
}
