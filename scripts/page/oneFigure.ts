/**
 * Whether page and chart tell one story of new products: `npx tsx scripts/page/oneFigure.ts [MODEL...]`. The first 420 products
 * that each model knows are asked for as new ones, with and without their words. What the sentence says of the words must
 * be what the two lines show, and the line must add up to the headline. Fails where one does not.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Forecast, ItemForecast } from '../../src/contract/forecastAnswers';
import type { AnalogEntry } from '../../src/contract/head';
import { MAX_ITEMS } from '../../src/contract/limits';
import { MODEL_FILES } from '../../src/contract/manifest';
import { SILENT } from '../../src/contract/observer';
import { DEFAULTS } from '../../src/contract/settings';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import { startService } from '../../src/serving/startService';
import { LINE } from '../../src/web/charts/line';
import { forecastSentence } from '../../src/web/components/forecastSentence';

const PRODUCTS = 420;
type Contradictions = Record<
  'sentence and lines differ' | 'line and headline differ' | 'headline outside range',
  number
>;
/** A change of a unit is always shown. */
const SHOWN = 1;
/** Weeks and total are rounded apart. */
const ROUNDING = 0.01;

async function main(models: readonly string[]): Promise<void> {
  let wrong = 0;
  for (const model of models) {
    const counts = await contradictions(model);
    console.log(`${model}, ${PRODUCTS} new products: ${JSON.stringify(counts)}`);
    wrong += counts['sentence and lines differ'] + counts['line and headline differ'];
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}

/** How many answers contradict themselves. */
export async function contradictions(model: string): Promise<Contradictions> {
  const entries = JSON.parse(readFileSync(join(model, MODEL_FILES.analogs), 'utf8')) as AnalogEntry[];
  const database = openDatabase(':memory:', REGISTRY);
  const registry = new ModelRegistry(openDatabase(':memory:', REGISTRY));
  registry.register(basename(model), model);
  const service = await startService({
    engine: { encoder: DEFAULTS.encoder },
    catalog: new Catalog(database),
    registry,
    store: null,
    queueTexts: 4 * MAX_ITEMS,
    observer: SILENT,
    log: { info: () => undefined, warn: console.warn, error: console.error },
  });
  try {
    const items = entries.slice(0, PRODUCTS).map(({ description, price }) => ({ description, price }));
    const counts = {
      'sentence and lines differ': 0,
      'line and headline differ': 0,
      'headline outside range': 0,
    };
    for (let start = 0; start < items.length; start += MAX_ITEMS) {
      const answer = await service.embedAndPredict(
        {
          items: items.slice(start, start + MAX_ITEMS),
          compare: true,
          explain: false,
          return_embeddings: false,
        },
        { requestId: 'one figure', signal: new AbortController().signal },
      );
      for (const item of answer.items) {
        if (contradicts(item)) counts['sentence and lines differ']++;
        if (Math.abs(line(item) - item.total.mean) > ROUNDING * Math.max(1, item.total.mean)) {
          counts['line and headline differ']++;
        }
        if (item.total.mean < item.total.p10 || item.total.mean > item.total.p90)
          counts['headline outside range']++;
      }
    }
    return counts;
  } finally {
    await service.close();
    database.close();
  }
}

/** Whether the sentence says that the words do what the lines do not show, over all weeks. */
function contradicts(item: ItemForecast): boolean {
  const withoutWords = item.numeric_only!;
  const sentence = forecastSentence(item, { withoutWords: withoutWords.total.mean });
  const change = line(item) - line(withoutWords);
  const said = / it would be ([\d.,]*\d)/.exec(sentence);
  if (!said) return Math.abs(change) >= SHOWN;
  const expected = Number(/^About ([\d.,]*\d)/.exec(sentence)?.[1].replaceAll(',', '') ?? 0);
  return (expected - Number(said[1].replaceAll(',', ''))) * change <= 0;
}

/** What a chart's line adds up to. */
function line({ forecast }: Forecast): number {
  return forecast.reduce((sum, week) => sum + week[LINE], 0);
}

if (require.main === module) {
  const given = process.argv.slice(2);
  void main(given.length > 0 ? given : ['onnx/demo-shop', 'onnx/online-retail']);
}
