import { Option, type Command } from 'commander';
import { skuKey } from '../common/sku';
import { ShelfcastError } from '../contract/errors';
import type { AccuracyAnswer, AccuracyFigures, ProductAccuracy } from '../contract/monitoring';
import { DEFAULTS } from '../contract/settings';
import { type AccuracyParts, NONE_RECORDED, readAccuracy, readProductAccuracy } from '../monitoring/accuracy';
import { Catalog } from '../registry/catalog';
import { openDatabase } from '../registry/database/database';
import { DriftStore } from '../registry/forecasts/driftStore';
import { ForecastStore } from '../registry/forecasts/forecastStore';
import { REGISTRY } from '../registry/database/migrations';
import { ModelRegistry } from '../registry/models/models';
import { checkCatalog } from './dataOption';
import { counted, printResult, wholeNumber } from './command';
import { sharedWith } from './sharedWith';

interface AccuracyOptions {
  db: string;
  weeks: number;
  json?: boolean;
}

/** `shelfcast accuracy`: the answer of GET /accuracy, read from the catalog's file. */
export function registerAccuracy(program: Command): void {
  program
    .command('accuracy')
    .description('Reports the accuracy of the forecasts that a server recorded, for weeks that have closed.')
    .argument('[sku]', 'one product, week by week')
    .addOption(
      new Option('--db <file>', 'SQLite file of the catalog').default(DEFAULTS.db).env('SHELFCAST_DB'),
    )
    .option('--weeks <number>', 'closed weeks to look at', wholeNumber(1, 104), 13)
    .option('--json', 'print the answer as JSON')
    .action(accuracy);
}

async function accuracy(sku: string | undefined, { db, weeks, json }: AccuracyOptions): Promise<void> {
  checkCatalog(db);
  const database = openDatabase(db, REGISTRY);
  try {
    const catalog = new Catalog(database);
    const models = new ModelRegistry(database);
    const directoryOf = (model: string) => models.get(model)?.directory ?? null;
    const parts: AccuracyParts = {
      forecasts: new ForecastStore(database),
      drift: new DriftStore(database),
      lastWeek: () => catalog.lastWeek,
      product: (code) => catalog.product(code),
      directoryOf,
      isOfShop: async (model) => {
        const directory = directoryOf(model);
        const shared = directory === null ? null : await sharedWith(catalog, directory);
        return shared?.same ?? null;
      },
    };
    if (sku === undefined) {
      const answer = await readAccuracy(parts, weeks);
      return printResult(json, answer, answerText(answer));
    }
    const product = readProductAccuracy(parts, skuKey(sku));
    if (!product)
      throw new ShelfcastError(
        'not_found',
        `the catalog has no product ${sku}, and nothing was forecast of it`,
      );
    printResult(json, product, productText(product));
  } finally {
    database.close();
  }
}

function answerText({
  monitoring,
  model,
  models,
  last_week,
  groups,
  missing,
  most_wrong,
}: AccuracyAnswer): string {
  return [
    `${monitoring.state}: ${monitoring.sentence}`,
    ...(model
      ? [
          `Model ${model.name}, trained until ${model.trained_until ?? 'nobody knows when'}; last closed week ${last_week}.`,
        ]
      : []),
    ...(models.length > 1
      ? [`Forecast by ${models.map(({ name, weeks }) => `${name} (${counted(weeks, 'week')})`).join(', ')}.`]
      : []),
    ...groups.map(
      ({ task, products, model: own, simple }) =>
        `${task}, ${counted(products, 'product')}: model ${figures(own)}; ${simple.method} ${figures(simple)}`,
    ),
    ...missing,
    ...most_wrong
      .slice(0, 5)
      .map(
        ({ sku, units, forecast }) => `Most wrong: ${sku}, forecast ${forecast.toFixed(1)}, sold ${units}`,
      ),
  ].join('\n');
}

function productText({ sku, description, model, simple, forecasts }: ProductAccuracy): string {
  return [
    `${sku} ${description ?? ''}`.trimEnd(),
    forecasts.length > 0 ? `Model ${figures(model)}; simple method ${figures(simple)}` : NONE_RECORDED,
    ...forecasts.flatMap(({ made_for, weeks }) =>
      weeks.map(
        ({ week, p10, p50, p90, units }) =>
          `Made for ${made_for}: week of ${week} ${p50.toFixed(1)} (${p10.toFixed(1)} to ${p90.toFixed(1)}), sold ${units ?? 'not known yet'}`,
      ),
    ),
  ].join('\n');
}

function figures({ wape, bias, coverage }: AccuracyFigures): string {
  const parts = [
    ['WAPE', wape],
    ['bias', bias],
    ['within range', coverage],
  ] as const;
  return (
    parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value.toFixed(3)}`])).join(', ') ||
    'not known'
  );
}
