import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { Random } from '../../src/common/random';
import { mondayOf } from '../../src/common/week';
import { writeWhole } from '../../src/common/writeWhole';
import { type DemandSchema, WEEKLY_COLUMNS } from '../../src/contract/dataSchema';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { type Kind, type Shop, type Source, SOURCES } from './kinds';

const ROOT = join(__dirname, '../..');
/** Units that a product must have sold in the weeks of a shop. */
const FEWEST_UNITS = 8;

/**
 * Draws shops of these kinds from the two sources below `data`, one a seed, and writes each beside its schema in
 * `directory`. Weeks are the last ones of the source; products are drawn without replacement from those that sold 8
 * units in them, by xoroshiro128+ seeded with the kind's name and the seed, and appear with their first sale. A source
 * with too few such products gives no shop of the kind. A whole source is one shop, read from its own file.
 */
export async function drawShops(
  data: string,
  kinds: readonly Kind[],
  seeds: readonly number[],
  directory: string,
): Promise<Shop[]> {
  const panels = new Map<Source, DemandPanel>();
  const shops: Shop[] = [];
  for (const { name, source, size } of kinds) {
    const original = { data: join(data, SOURCES[source].file), schema: join(ROOT, SOURCES[source].schema) };
    if (size === null) {
      shops.push({ cell: name, seed: seeds[0], ...original });
      continue;
    }
    const panel = panels.get(source) ?? (await read(original.data, original.schema));
    panels.set(source, panel);
    for (const seed of seeds) {
      const rows = drawRows(panel, size, `${name}/${seed}`);
      if (rows === null) {
        process.stderr.write(`${source} has too few products for ${name}: the cell is left out\n`);
        break;
      }
      const stem = join(directory, `${name}-${seed}`);
      const shop = { cell: name, seed, data: `${stem}.csv`, schema: `${stem}.schema.json` };
      await writeWhole(shop.data, stringify(rows, { header: true }));
      const schema = { ...WEEKLY_COLUMNS, ...('promo_text' in rows[0] && { promo_text: 'promo_text' }) };
      await writeWhole(shop.schema, JSON.stringify(schema));
      shops.push(shop);
    }
  }
  return shops;
}

/** Shops of a directory, or of the directories in it, each a CSV beside its schema; these are the draws, from 0 on. */
export function foundShops(directory: string): Shop[] {
  const inner = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(directory, name))
    .sort();
  const shops = [directory, ...inner].map((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.csv') && existsSync(join(folder, schemaFileOf(file))))
      .sort()
      .map((file) => ({
        cell: file.replace(/\.csv$/, ''),
        data: join(folder, file),
        schema: join(folder, schemaFileOf(file)),
      })),
  );
  const draws = new Map<string, number>();
  return shops.flat().map((shop) => {
    const seed = draws.get(shop.cell) ?? 0;
    draws.set(shop.cell, seed + 1);
    return { ...shop, seed };
  });
}

function schemaFileOf(file: string): string {
  return file.replace(/\.csv$/, '.schema.json');
}

async function read(file: string, schemaFile: string): Promise<DemandPanel> {
  const { panel } = await readDemand(file, (await readSchema(schemaFile)) as DemandSchema);
  return panel;
}

/** Null when the panel has too few products. */
function drawRows(panel: DemandPanel, size: NonNullable<Kind['size']>, seed: string) {
  const first = Math.max(0, panel.weeks - size.weeks);
  const weeks = Array.from({ length: panel.weeks - first }, (_, i) => first + i);
  const unitsAt = (sku: number, t: number) => panel.units[panel.at(sku, t)] || 0;
  const selling = panel.skus
    .map((_, sku) => sku)
    .filter((sku) => weeks.reduce((sum, t) => sum + unitsAt(sku, t), 0) >= FEWEST_UNITS);
  if (selling.length < size.products) return null;
  const chosen = new Random(numberOf(seed)).shuffle(selling).slice(0, size.products);
  const promoted = panel.skus.some((_, sku) => weeks.some((t) => panel.promoText(sku, t) !== null));
  return chosen
    .sort((a, b) => a - b)
    .flatMap((sku) =>
      weeks.flatMap((t) => {
        const price = panel.price[panel.at(sku, t)];
        const promotion = panel.promoText(sku, t);
        if (unitsAt(sku, t) === 0 && Number.isNaN(price) && promotion === null) return [];
        return {
          sku: panel.skus[sku],
          week: mondayOf(panel.firstWeek + t),
          units: unitsAt(sku, t),
          price: Number.isNaN(price) ? '' : price,
          description: panel.descriptionAt(sku, panel.weeks),
          ...(promoted && { promo_text: promotion ?? '' }),
        };
      }),
    );
}

function numberOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readInt32BE();
}
