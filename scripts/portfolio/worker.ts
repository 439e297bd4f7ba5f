import { messageOf } from '../../src/common/thrown';
import { Engine } from '../../src/engine/engine';
import type { Shop } from './kinds';
import { shopFigures } from './shopFigures';

/** To a worker: a shop to measure. */
export interface Order {
  shop: Shop;
  out: string;
  encoder: string;
  methods: readonly string[] | null;
}
/** From a worker: how far it is, or the end of it. */
export type News =
  | { kind: 'progress'; text: string }
  | { kind: 'done'; figures: Awaited<ReturnType<typeof shopFigures>> }
  | { kind: 'failed'; reason: string };

let engine: Promise<Engine> | undefined;

async function measure({ shop, out, encoder, methods }: Order): Promise<News> {
  try {
    engine ??= Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
    const figures = await shopFigures(shop, {
      engine: await engine,
      out,
      methods,
      onProgress: ({ done, of, origin, forecaster }) =>
        say({ kind: 'progress', text: `${done} of ${of}: ${origin}, ${forecaster}` }),
    });
    return { kind: 'done', figures };
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) };
  }
}

function say(news: News): void {
  if (process.connected) process.send!(news);
}

process.on('message', (order: Order) => void measure(order).then(say));
process.on('disconnect', () => process.exit());
