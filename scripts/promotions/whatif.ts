/**
 * npm run build && npx tsx scripts/promotions/whatif.ts weekly.csv.gz [DIRECTORY]
 * Trains a model on the Complete Journey panel, serves it with the panel as its catalog, and asks /whatif of every
 * product that has been on the front page what a front page would do. Prints, by type of product, how many times as
 * much was sold in past weeks on the front page as in weeks without promotion, and how many times as much the model
 * expects. DIRECTORY keeps model and catalog for another run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { groupedBy } from '../../src/common/groupedBy';
import type { WhatifResponse } from '../../src/contract/forecastAnswers';
import { startServer } from '../bench/server';

const ROOT = join(__dirname, '../..');
const SCHEMA = join(__dirname, 'complete-journey.schema.json');
const FRONT_PAGE = 'Front page feature in the weekly mailer';
/** Weeks of either kind that a type of product must have: fewer say little. */
const FEWEST_WEEKS = 8;
/** History says that a front page sells where it sold this many times as much. */
const SELLS = 1.2;

interface Week {
  sku: string;
  units: string;
  description: string;
  promo_text: string;
}

interface Type {
  name: string;
  skus: string[];
  weeks: { front: number; plain: number };
  history: number;
  model: number;
}

async function main([data, given]: readonly string[]): Promise<void> {
  if (!data) throw new Error('usage: npx tsx scripts/promotions/whatif.ts weekly.csv.gz [DIRECTORY]');
  const directory = given ?? mkdtempSync(join(tmpdir(), 'shelfcast-whatif-'));
  const [models, db] = [join(directory, 'models'), join(directory, 'catalog.db')];
  const source = ['--data', data, '--schema', SCHEMA];
  if (!existsSync(models)) shelfcast('train', ...source, '--out', join(models, 'complete-journey'));
  if (!existsSync(db)) shelfcast('ingest', ...source, '--db', db);
  const server = await startServer({ MODELS: models, DB: db, CACHE: 'off' });
  try {
    const types: Type[] = [];
    for (const [name, weeks] of byType(data)) {
      const history = historyOf(weeks);
      if (history)
        types.push({ name, ...history, model: await modelsRatio(server.url, history.skus, weeks) });
    }
    print(types.sort((a, b) => b.history - a.history));
  } finally {
    await server.stop();
    if (!given) rmSync(directory, { recursive: true });
  }
}

function shelfcast(...args: string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { cwd: ROOT, stdio: 'inherit' });
}

/** Weeks of the panel by type of product, which its descriptions begin with. */
function byType(data: string): Map<string, Week[]> {
  const weeks = parse(gunzipSync(readFileSync(data)), { columns: true }) as Week[];
  return groupedBy(weeks, ({ description }) => description.split(' (')[0]);
}

/** Mean weekly units on the front page over those without promotion, product by product, of products with both. */
function historyOf(weeks: readonly Week[]): Pick<Type, 'skus' | 'weeks' | 'history'> | null {
  const products = [...groupedBy(weeks, ({ sku }) => sku)].flatMap(([sku, own]) => {
    const front = own.filter(({ promo_text: text }) => text.toLowerCase().includes('front page feature'));
    const plain = own.filter(({ promo_text: text }) => text === '');
    return front.length > 0 && plain.length > 0 ? [{ sku, front, plain }] : [];
  });
  const count = (kind: 'front' | 'plain') => products.reduce((sum, one) => sum + one[kind].length, 0);
  const sold = (kind: 'front' | 'plain') => products.reduce((sum, one) => sum + meanUnits(one[kind]), 0);
  const enough = count('front') >= FEWEST_WEEKS && count('plain') >= FEWEST_WEEKS && sold('plain') > 0;
  if (!enough) return null;
  return {
    skus: products.map(({ sku }) => sku),
    weeks: { front: count('front'), plain: count('plain') },
    history: sold('front') / sold('plain'),
  };
}

/** What the served model expects on the front page over what it expects without promotion, of all these products. */
async function modelsRatio(url: string, skus: readonly string[], weeks: readonly Week[]): Promise<number> {
  let [front, plain] = [0, 0];
  for (const sku of skus) {
    const { description } = weeks.find((week) => week.sku === sku)!;
    const response = await fetch(`${url}/whatif`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        item: { sku, description, promo_text: null },
        variants: [{ promo_text: FRONT_PAGE }],
      }),
    });
    if (!response.ok) throw new Error(`/whatif answered ${response.status}: ${await response.text()}`);
    const { base, variants } = (await response.json()) as WhatifResponse;
    front += variants[0].total.mean;
    plain += base.total.mean;
  }
  return front / plain;
}

function meanUnits(weeks: readonly Week[]): number {
  return weeks.reduce((sum, { units }) => sum + Number(units), 0) / weeks.length;
}

function print(types: readonly Type[]): void {
  for (const { name, weeks, history, model } of types) {
    const counts = `${weeks.front} weeks on the front page, ${weeks.plain} without promotion`;
    console.log(
      `${name.padEnd(32)} history x ${history.toFixed(2)}   model x ${model.toFixed(2)}   (${counts})`,
    );
  }
  const sells = types.filter(({ history }) => history >= SELLS);
  const raised = sells.filter(({ model }) => model > 1).length;
  console.log(
    `history at least x ${SELLS} in ${sells.length} of ${types.length} types; the model raises ${raised} of them`,
  );
  console.log(`rank correlation of history and model over all types: ${rankCorrelation(types).toFixed(2)}`);
}

/** Spearman's, of types without ties. */
function rankCorrelation(types: readonly Type[]): number {
  const ranks = (of: (type: Type) => number) => {
    const order = [...types].sort((a, b) => of(a) - of(b));
    return types.map((type) => order.indexOf(type));
  };
  const [a, b] = [ranks(({ history }) => history), ranks(({ model }) => model)];
  const squares = a.reduce((sum, rank, i) => sum + (rank - b[i]) ** 2, 0);
  return 1 - (6 * squares) / (types.length * (types.length ** 2 - 1));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
