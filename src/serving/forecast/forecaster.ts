import { certain } from '../../common/certain';
import { invalidFields } from '../../contract/invalidFields';
import type { ItemForecast } from '../../contract/forecasting';
import type { HeadInputs, HeadKind, HeadOutputs } from '../../contract/head';
import type { Item } from '../../contract/item';
import type { SharedProducts } from '../../shop/sameShop';
import type { Shop } from '../../shop/shop';
import type { IsWord } from '../../shop/spelling';
import { inStretches } from '../queue/stretches';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { stackGroupOf } from '../../contract/stackParts';
import { HISTORY_WEEKS } from '../../features/recordView';
import type { Catalog } from '../../registry/catalog';
import { analogsOf, nearestSimilarity } from './analogs';
import { comparedRecord } from '../../shop/recordAnalogs';
import { Neighbours } from './neighbours';
import type { Embedder } from '../texts/embedder';
import type { Explainer } from './explainer';
import type { HeadBatcher } from '../queue/headBatcher';
import { joinRows, rowsOf } from '../queue/headRows';
import {
  dealEmbedded,
  headInputs,
  prepareItems,
  readIn,
  textRecordsOf,
  textsOf,
  type HeadRow,
  type ItemTexts,
  type PreparedItem,
} from './preparedItems';
import { firstWeeks, forecastOf, rounded, totalMean } from './ranges';
import { warningsOf } from './warnings';

export interface ForecastPlan {
  /** The head whose forecast is the item's own. */
  head: 'text_aware' | 'numeric_only';
  /** Heads whose forecasts stand beside it; one that the model does not have is left out. */
  beside: HeadKind[];
  explain: boolean;
  embeddings: boolean;
  /** Weeks to forecast; all of the model's where nothing is said. */
  horizon?: number;
  /** To be kept and compared with the backtest: unrounded, and launches are compared with every product of a shop that is not too large. */
  kept?: boolean;
}

/** What items were forecast from stands beside their forecasts. */
export interface Forecasts {
  items: ItemForecast[];
  asked: PreparedItem[];
  spent: Spent;
}

/** Milliseconds. */
export interface Spent {
  tokenization: number;
  queue: number;
  inference: number;
}

const NO_TEXT: ItemTexts = { tokens: 0, cached: false, fitted: [] };

/** Items to forecasts: records, features, vectors, heads, answer. */
export class Forecaster {
  constructor(
    private readonly catalog: Catalog,
    private readonly embedder: Embedder,
    private readonly heads: HeadBatcher,
    private readonly explainer: Explainer,
    private readonly dimension: number,
    private readonly isWord: IsWord,
    private readonly shopOf: (model: ModelDirectory) => Shop | null,
    private readonly shared: (model: ModelDirectory) => SharedProducts | null,
  ) {}

  async forecast(
    model: ModelDirectory,
    asked: readonly { item: Item; path: string }[],
    plan: ForecastPlan,
    signal: AbortSignal,
  ): Promise<Forecasts> {
    checkHorizon(model, plan.horizon);
    const items = await this.prepare(model, asked);
    const { texts, spent } = await this.texts(model, items, plan, signal);
    const began = performance.now();
    const neighbours = await this.neighbours(model, items, texts, plan);
    const outputs = await this.run(model, items, texts, neighbours, plan);
    spent.inference += performance.now() - began;
    const shared = this.shared(model);
    const forecasts = items.map((item, row) =>
      answer(model, shared, item, texts[row], neighbours?.[row], outputs, row, items.length, plan),
    );
    if (plan.explain) await this.explain(model, items, texts, neighbours, forecasts, outputs, plan, signal);
    return { items: forecasts, asked: items, spent };
  }

  private async prepare(
    model: ModelDirectory,
    asked: readonly { item: Item; path: string }[],
  ): Promise<PreparedItem[]> {
    const items = await prepareItems(model, this.catalog, asked);
    const shop = this.shopOf(model);
    if (!shop) return items;
    const read: PreparedItem[] = [];
    await inStretches(items, (item) => read.push(readIn(shop, item, this.isWord)));
    return read;
  }

  private async texts(
    model: ModelDirectory,
    items: readonly PreparedItem[],
    { head, beside, explain, embeddings }: ForecastPlan,
    signal: AbortSignal,
  ): Promise<{ texts: ItemTexts[]; spent: Spent }> {
    if (head === 'numeric_only' && beside.length === 0) {
      return { texts: items.map(() => NO_TEXT), spent: { tokenization: 0, queue: 0, inference: 0 } };
    }
    const { texts, paths } = textsOf(items);
    const records = {
      key: model.heads.key,
      rows: textRecordsOf(items),
      vectorsWanted: explain || embeddings || beside.includes('text_only'),
    };
    const embedded = await this.embedder.embed(texts, {
      signal,
      pathOf: (index) => paths[index],
      // A head that looks neighbours up runs after that, not with the encoder.
      records: head === 'text_aware' && !model.snapshot ? records : undefined,
    });
    const { tokenization, queue, inference } = embedded;
    return { texts: dealEmbedded(items, embedded), spent: { tokenization, queue, inference } };
  }

  /** Each item's neighbours; null for a model that looks none up. */
  private async neighbours(
    model: ModelDirectory,
    items: readonly PreparedItem[],
    texts: readonly ItemTexts[],
    { kept = false }: ForecastPlan,
  ): Promise<Neighbours[] | null> {
    const shop = this.shopOf(model);
    if (!shop) return null;
    if (kept) await shop.settleTexts();
    const found: Neighbours[] = [];
    await inStretches([...items.keys()], (row) => {
      const { record, reading, chosenAnalogs } = items[row];
      found.push(
        Neighbours.find(
          shop,
          { ...comparedRecord(certain(record, 'record of sales')), description: reading.text },
          texts[row].vectors?.description,
          { exact: kept, analogs: chosenAnalogs },
        ),
      );
    });
    return found;
  }

  private async run(
    model: ModelDirectory,
    items: readonly PreparedItem[],
    texts: readonly ItemTexts[],
    neighbours: readonly Neighbours[] | null,
    { head, beside }: ForecastPlan,
  ): Promise<Map<HeadKind, HeadOutputs>> {
    const kinds = [head, ...beside].filter((kind) => kind in model.heads.heads);
    const { key } = model.heads;
    const rowsFor = (kind: HeadKind): HeadRow[] =>
      items.map(({ features, bankRow }, row) => ({
        features,
        bankRow,
        vectors: kind === 'numeric_only' ? undefined : texts[row].vectors,
        analogs: neighbours?.[row].statistics(kind),
      }));
    let shared: HeadInputs | undefined;
    const withText = (kind: HeadKind) =>
      neighbours
        ? headInputs(rowsFor(kind), this.dimension)
        : (shared ??= headInputs(rowsFor(kind), this.dimension));
    const run = (kind: HeadKind) => {
      if (kind === 'text_aware' && texts.some((text) => text.answer)) {
        return this.runRest(key, rowsFor(kind), texts);
      }
      const inputs = kind === 'numeric_only' ? headInputs(rowsFor(kind), this.dimension) : withText(kind);
      return this.heads.run(key, kind, inputs);
    };
    return new Map(await Promise.all(kinds.map(async (kind) => [kind, await run(kind)] as const)));
  }

  /** Runs the text-aware head for those items whose forecast did not come with their texts. */
  private async runRest(
    key: string,
    rows: readonly HeadRow[],
    texts: readonly ItemTexts[],
  ): Promise<HeadOutputs> {
    const left = rows.filter((_, row) => !texts[row].answer);
    const outputs =
      left.length > 0 ? await this.heads.run(key, 'text_aware', headInputs(left, this.dimension)) : null;
    let next = 0;
    return joinRows(
      texts.map(
        (text) =>
          text.answer ?? rowsOf(certain(outputs, 'run of the head for the rest'), left.length, next++, 1),
      ),
    );
  }

  private async explain(
    model: ModelDirectory,
    items: readonly PreparedItem[],
    texts: readonly ItemTexts[],
    neighbours: readonly Neighbours[] | null,
    forecasts: ItemForecast[],
    outputs: Map<HeadKind, HeadOutputs>,
    { head, horizon }: ForecastPlan,
    signal: AbortSignal,
  ): Promise<void> {
    await Promise.all(
      items.map(async (item, row) => {
        const { vectors } = texts[row];
        // Both awaited from the start: either may fail first, when the client hangs up.
        const [features, words] = await Promise.all([
          this.explainer.features(model, head, item, vectors, neighbours?.[row], horizon),
          vectors && this.explainer.words(model, item, vectors, neighbours?.[row], signal, horizon),
        ]);
        forecasts[row].features_effect = features;
        forecasts[row].parts = partsFor(model, head, item);
        if (!words) return;
        forecasts[row].tokens_effect = words;
        const answered = certain(outputs.get(head), `${head} forecast`);
        forecasts[row].analogs = neighbours?.[row].shown() ?? analogsOf(model, answered, row, items.length);
      }),
    );
  }
}

/** Throws ShelfcastError `invalid` for weeks that the model does not forecast. */
function checkHorizon({ name, manifest }: ModelDirectory, horizon: number | undefined): void {
  if (horizon === undefined || horizon <= manifest.horizon) return;
  const message =
    manifest.schema.mode === 'demand'
      ? `is more than the ${manifest.horizon} weeks that model '${name}' forecasts; ask for fewer, or train a model of ${horizon}`
      : `means nothing to '${name}', which forecasts rows of a table; leave it out`;
  throw invalidFields([{ path: 'horizon', message }]);
}

/** What a product's answer is mixed from; undefined where the head mixes nothing. */
function partsFor(
  { manifest: { parts, features } }: ModelDirectory,
  head: HeadKind,
  item: PreparedItem,
): ItemForecast['parts'] {
  const weeks = item.features[features.names.indexOf('weeks_known')];
  return parts[head]?.[stackGroupOf(Math.round(Math.expm1(weeks)))];
}

function answer(
  model: ModelDirectory,
  shared: SharedProducts | null,
  item: PreparedItem,
  { tokens, cached, fitted, vectors }: ItemTexts,
  neighbours: Neighbours | undefined,
  outputs: Map<HeadKind, HeadOutputs>,
  row: number,
  rows: number,
  plan: ForecastPlan,
): ItemForecast {
  const { manifest } = model;
  const origin = item.record?.origin ?? null;
  const history = item.record?.history ?? [];
  const own = certain(outputs.get(plan.head), `${plan.head} forecast`);
  const similarity = neighbours ? neighbours.nearestSimilarity() : nearestSimilarity(own, row, rows);
  const cut = fitted.some((characters) => characters !== null);
  const shown = plan.kept ? (value: number) => value : rounded;
  const whole = forecastOf(own, row, rows, manifest, origin, shown);
  const { forecast: weeks, total } = firstWeeks(whole, plan.horizon);
  const forecast: ItemForecast = {
    sku: item.sku,
    cold_start: history.length === 0,
    lag_depth: history.slice(-HISTORY_WEEKS).filter(({ units }) => !Number.isNaN(units)).length,
    tokens,
    truncated: cut,
    cached,
    warnings: warningsOf(model, item, {
      head: plan.head,
      shared,
      similarity,
      unusedAnalogs: neighbours && plan.head !== 'numeric_only' ? neighbours.unused : null,
      promoSimilarity: own.promoSimilarity.length > 0 ? own.promoSimilarity[row] : null,
      fitted,
    }),
    forecast: weeks,
    total,
  };
  if (cut) {
    forecast.fitted = {
      description: item.description.slice(0, fitted[0] ?? undefined),
      promo_text: item.promoText?.slice(0, fitted[1] ?? undefined) ?? null,
    };
  }
  for (const kind of plan.beside) {
    const beside = outputs.get(kind);
    if (!beside) continue;
    const besideIt = forecastOf(beside, row, rows, manifest, origin);
    forecast[kind as 'numeric_only' | 'text_only'] = firstWeeks(besideIt, plan.horizon);
  }
  const numbers = outputs.get('numeric_only');
  if (plan.head === 'text_aware' && numbers) {
    forecast.text_effect = rounded(
      totalMean(own, row, rows, plan.horizon) - totalMean(numbers, row, rows, plan.horizon),
    );
  }
  if (plan.embeddings && vectors) forecast.embedding = [...vectors.description];
  return forecast;
}
