/**
 * npx tsx scripts/plans/demoShop.ts [MODEL]
 * Asks /whatif of 100 products of the demo shop, and of 100 new ones that its generator makes, what a price cut of 20% and
 * promotions of several depths would do, and prints it beside what the generator does. MODEL: a model directory trained
 * on the demo shop; default: onnx/demo-shop.
 */
import { basename, join, resolve } from 'node:path';
import { mean } from '../../src/common/statistics';
import { DEFAULTS } from '../../src/contract/settings';
import { SILENT } from '../../src/contract/observer';
import { demoPanel, DEMO_SEED, generateDemoShop } from '../../src/demoShop/generate';
import { EFFECTS, PROMOTIONS } from '../../src/demoShop/lexicon';
import { composeProducts } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import type { Service } from '../../src/serving/service';
import { startService } from '../../src/serving/startService';

const ROOT = join(__dirname, '../..');
const ASKED = 100;
const CUT = 0.8;
const DEPTHS = [5, 10, 25, 40, 60];
const TEXTS = ['Front page of the flyer', '2 for 1', 'No promotion', 'Celebrity endorsement on TV'];

interface Asked {
  item: { description: string; sku?: string; price: number };
}

async function main([model = join(ROOT, 'onnx/demo-shop')]: readonly string[]): Promise<void> {
  const database = openDatabase(':memory:', REGISTRY);
  const panel = demoPanel(generateDemoShop());
  panelToCatalog(database, panel, { hash: 'demo', name: 'demo shop', synthetic: true });
  const registry = new ModelRegistry(database);
  registry.register(basename(resolve(model)), resolve(model));
  const note = () => undefined;
  const service = await startService({
    engine: { encoder: join(ROOT, DEFAULTS.encoder) },
    catalog: new Catalog(database),
    registry,
    store: null,
    queueTexts: 8192,
    observer: SILENT,
    log: { info: note, warn: console.error, error: console.error },
  });
  try {
    const known = panel.skus.slice(0, ASKED).map((sku, row) => ({
      item: {
        sku,
        description: panel.descriptionAt(row, panel.weeks),
        price: panel.ownPrice(row, panel.weeks)!,
      },
    }));
    const descriptions = new Set(panel.skus.map((_, row) => panel.descriptionAt(row, panel.weeks)));
    const made = composeProducts(2 * ASKED, new ShopRandom(DEMO_SEED + 1))
      .filter(({ description }) => !descriptions.has(description))
      .slice(0, ASKED)
      .map(({ description, usualPrice }) => ({
        item: { description, price: Math.round(100 * usualPrice) / 100 },
      }));
    await report(service, `${known.length} known products`, known);
    await report(service, `${made.length} new products`, made);
  } finally {
    await service.close();
    database.close();
  }
}

async function report(service: Service, who: string, asked: readonly Asked[]): Promise<void> {
  const texts = [...DEPTHS.map((percent) => `${percent}% off`), ...TEXTS];
  const effects = await Promise.all(
    asked.map(async ({ item }) => {
      const variants = [{ price: CUT * item.price }, ...texts.map((promo_text) => ({ promo_text }))];
      const answer = await service.whatif(
        { item: { ...item, promo_text: null }, variants },
        { requestId: who, signal: new AbortController().signal },
      );
      return answer.variants.map(({ total }) => Math.log(total.mean / answer.base.total.mean));
    }),
  );
  const cuts = effects.map(([cut]) => cut);
  const truth = EFFECTS.elasticity * Math.log(CUT);
  console.log(`${who}`);
  console.log(
    `  a price cut of 20%: ${cuts.filter((effect) => effect > 0).length} rise, ` +
      `${cuts.filter((effect) => effect < 0).length} fall; x ${times(cuts)} (generator x ${Math.exp(truth).toFixed(3)}), ` +
      `${((100 * mean(cuts)) / truth).toFixed(0)}% of its effect`,
  );
  texts.forEach((text, at) => {
    const made = PROMOTIONS.find((promotion) => promotion.text === text);
    const beside = made ? `generator x ${Math.exp(made.effect).toFixed(3)}` : 'not in the generator';
    console.log(`  ${text.padEnd(28)} x ${times(effects.map((own) => own[at + 1]))}  (${beside})`);
  });
  const deeper = effects.every((own) =>
    own.slice(1, DEPTHS.length + 1).every((effect, at) => at === 0 || effect >= own[at]),
  );
  console.log(`  a deeper promotion does ${deeper ? 'never' : 'at times'} less`);
}

function times(effects: readonly number[]): string {
  return Math.exp(mean(effects)).toFixed(3);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
