/**
 * npx tsx scripts/words/smallChanges.ts [--products 300] [--model DIR ...]
 * Forecasts products of models as if they were new, and again after changes of their words that mean nothing or nearly so:
 * plural or singular, case, the place of a size, one typing error. Prints how far the forecasts move, and what moves them
 * most; beside it changes that mean something, as they are. Default: both shipped models.
 */
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/common/random';
import { median } from '../../src/common/statistics';
import { MAX_ITEMS } from '../../src/contract/limits';
import { embedAndPredictRequest } from '../../src/contract/forecastRequests';
import { onCatalog, onModel } from '../../src/cli/askedFile';
import { DEFAULTS } from '../../src/contract/settings';
import { readProducts } from '../../src/engine/modelDirectory';
import type { Service } from '../../src/serving/service';
import { SMALL_CHANGES, TELLING_CHANGES, type Change } from './changes';

const ROOT = join(__dirname, '../..');
const SEED = 1;
const FAR = 0.2;
const SHOWN = 3;

interface Moved {
  from: string;
  to: string;
  /** Change of the total over the horizon as a share of what it was. */
  share: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { products: { type: 'string', default: '300' }, model: { type: 'string', multiple: true } },
  });
  for (const model of values.model ?? [join(ROOT, 'onnx/online-retail'), join(ROOT, 'onnx/demo-shop')]) {
    const drawn = new Random(SEED).shuffle(await readProducts(model)).slice(0, Number(values.products));
    const products = drawn.map(({ description, price }) => ({ description, price }));
    console.log(`\n${basename(resolve(model))}: ${products.length} products`);
    console.log('| change | products | median | 95% | most | over 20% |');
    console.log('| --- | --- | --- | --- | --- | --- |');
    await onCatalog(undefined, (database) =>
      onModel(
        database,
        { model, encoder: join(ROOT, DEFAULTS.encoder), processes: 1, threads: 1 },
        (service) => report(service, products),
      ),
    );
  }
}

async function report(service: Service, products: Product[]): Promise<void> {
  const before = await totals(service, products);
  const far: (Moved & { change: string })[] = [];
  const all: Moved[] = [];
  for (const [kind, changes] of [['small', SMALL_CHANGES] as const, ['telling', TELLING_CHANGES] as const]) {
    for (const change of changes) {
      const moved = await movedBy(service, products, before, change);
      print(change.name, moved);
      if (kind === 'telling') continue;
      all.push(...moved);
      far.push(
        ...moved
          .filter(({ share }) => Math.abs(share) > FAR)
          .map((each) => ({ ...each, change: change.name })),
      );
    }
    if (kind === 'small') print('all of these', all);
  }
  far.sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  for (const { change, from, to, share } of far.slice(0, SHOWN))
    console.log(`  ${change}: '${from}' -> '${to}' ${(100 * share).toFixed(0)}%`);
}

interface Product {
  description: string;
  price: number | null;
}

async function movedBy(
  service: Service,
  products: Product[],
  before: number[],
  change: Change,
): Promise<Moved[]> {
  const random = new Random(SEED);
  const changed = products.map(({ description, price }, at) => ({
    at,
    from: description,
    product: { description: change.apply(description, random), price },
  }));
  const asked = changed.filter(({ from, product }) => product.description !== from);
  const after = await totals(
    service,
    asked.map(({ product }) => product),
  );
  return asked.map(({ at, from, product }, row) => ({
    from,
    to: product.description,
    share: after[row] / before[at] - 1,
  }));
}

async function totals(service: Service, products: Product[]): Promise<number[]> {
  const means: number[] = [];
  const call = { requestId: 'words', signal: new AbortController().signal };
  for (let start = 0; start < products.length; start += MAX_ITEMS) {
    const items = products.slice(start, start + MAX_ITEMS);
    const answer = await service.embedAndPredict(embedAndPredictRequest.parse({ items }), call);
    means.push(...answer.items.map(({ total }) => total.mean));
  }
  return means;
}

function print(name: string, moved: readonly Moved[]): void {
  const shares = moved.map(({ share }) => Math.abs(share)).sort((a, b) => a - b);
  if (shares.length === 0) return console.log(`| ${name} | 0 | | | | |`);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const high = shares[Math.floor(0.95 * (shares.length - 1))];
  const over = shares.filter((share) => share > FAR).length;
  console.log(
    `| ${name} | ${shares.length} | ${percent(median(shares))} | ${percent(high)} | ${percent(shares.at(-1)!)} | ${over} |`,
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
