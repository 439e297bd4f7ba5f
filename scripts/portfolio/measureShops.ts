import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Shop } from './kinds';
import type { ShopFigures } from './shopFigures';
import type { News, Order } from './worker';

export interface Measured {
  shop: Shop;
  figures: ShopFigures;
}

/**
 * Measures shops in processes of their own, each one shop at a time, and gives them in the order in which they were
 * asked for. The first failure ends all.
 */
export async function measureShops(
  shops: readonly Shop[],
  order: Omit<Order, 'shop'>,
  processes: number,
  onShop: (one: Measured, done: number, seconds: number) => void,
): Promise<Measured[]> {
  const measured = new Map<Shop, Measured>();
  const waiting = [...shops];
  const workers = Array.from({ length: Math.min(processes, shops.length) }, () =>
    fork(join(__dirname, 'worker.ts')),
  );
  const work = async (worker: ChildProcess) => {
    for (let shop = waiting.shift(); shop; shop = waiting.shift()) {
      const started = performance.now();
      const figures = await ask(worker, { ...order, shop });
      measured.set(shop, { shop, figures });
      onShop({ shop, figures }, measured.size, (performance.now() - started) / 1000);
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    workers.forEach((worker) => worker.connected && worker.disconnect());
  }
  return shops.map((shop) => measured.get(shop)!);
}

function ask(worker: ChildProcess, order: Order): Promise<ShopFigures> {
  const name = `${order.shop.cell}, draw ${order.shop.seed}`;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', onNews).off('exit', onExit);
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      end();
    };
    const onNews = (news: News) => {
      if (news.kind === 'progress') {
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${name}: ${news.text}`);
      } else if (news.kind === 'done') settle(() => resolve(news.figures));
      else settle(() => reject(new Error(`${name}: ${news.reason}`)));
    };
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`${name}: its process ended with status ${code}`)));
    worker.on('message', onNews).on('exit', onExit);
    worker.send(order);
  });
}
