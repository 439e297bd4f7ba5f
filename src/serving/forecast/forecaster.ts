import { certain } from '../../common/certain';
import { invalidFields } from '../../contract/invalidFields';
import type { ItemForecast } from '../../contract/forecastAnswers';
import type { HeadInputs, HeadKind, HeadOutputs } from '../../contract/head';
import type { Item } from '../../contract/item';
import type { SharedProducts } from '../../shop/sameShop';
import type { Shop } from '../../shop/shop';
import type { IsWord } from '../../shop/words/knownWords';
import { inTimeSlices } from '../queue/timeSlices';
import { type ModelDirectory, tellingOf } from '../../engine/modelDirectory';
import type { Catalog } from '../../registry/catalog';
import { analogsOf } from './analogs';
import { itemForecast } from './itemForecast';
import { partsFor } from './partsFor';
import type { ForecastPlan } from './plan';
import type { Durations } from './timings';
import { comparedRecord, type Telling } from '../../shop/recordAnalogs';
import { Neighbours } from './neighbours';
import type { Embedder } from '../texts/embedder';
import type { Explainer } from './explainer';
import { PastPromotions } from './pastPromotions';
import type { HeadBatcher } from '../queue/headBatcher';
import { joinRows, rowsOf } from '../queue/headRows';
import { dealEmbedded, textRecordsOf, textsOf, type ItemTexts } from './itemTexts';
import { featuresFor, headInputs, type HeadRow } from './headInputs';
import { prepareItems, readIn, type PreparedItem } from './preparedItems';

/** Forecasts with the items that they were made from. */
export interface Forecasts {
  items: ItemForecast[];
  asked: PreparedItem[];
  spent: Durations;
}

const NO_TEXT: ItemTexts = { tokens: 0, cached: false, fitted: [] };

/** Items to forecasts: records, features, vectors, heads, answer. */
export class Forecaster {
  private readonly promotions: PastPromotions;

  constructor(
    private readonly catalog: Catalog,
    private readonly embedder: Embedder,
    private readonly heads: HeadBatcher,
    private readonly explainer: Explainer,
    private readonly dimension: number,
    private readonly isWord: IsWord,
    private readonly shopOf: (model: ModelDirectory) => Shop | null,
    private readonly shared: (model: ModelDirectory) => SharedProducts | null,
  ) {
    this.promotions = new PastPromotions(embedder, heads, dimension);
  }

  async forecast(
    model: ModelDirectory,
    asked: readonly { item: Item; path: string }[],
    plan: ForecastPlan,
    signal: AbortSignal,
  ): Promise<Forecasts> {
    checkHorizon(model, plan.horizon);
    const shop = this.shopOf(model);
    const items = await this.prepare(model, shop, asked, plan, signal);
    const { texts, spent } = await this.texts(model, items, plan, signal);
    const began = performance.now();
    const neighbours = shop && (await this.neighbours(shop, items, texts, plan, tellingOf(model)));
    const outputs = await this.run(model, items, texts, neighbours, plan);
    spent.inference += performance.now() - began;
    const shared = this.shared(model);
    const forecasts = items.map((item, row) =>
      itemForecast(model, shared, item, texts[row], neighbours?.[row], outputs, row, items.length, plan),
    );
    if (plan.explain) await this.explain(model, items, texts, neighbours, forecasts, outputs, plan, signal);
    return { items: forecasts, asked: items, spent };
  }

  private async prepare(
    model: ModelDirectory,
    shop: Shop | null,
    asked: readonly { item: Item; path: string }[],
    { head, beside }: ForecastPlan,
    signal: AbortSignal,
  ): Promise<PreparedItem[]> {
    const readsTexts = head !== 'numeric_only' || beside.length > 0;
    const items = await prepareItems(model, this.catalog, asked, async (past) => {
      if (readsTexts) await this.promotions.follow(model, past, shop?.sales.promotions.all ?? [], signal);
    });
    if (!shop) return items;
    const read: PreparedItem[] = [];
    await inTimeSlices(items, (item) => read.push(readIn(shop, item, this.isWord)));
    return read;
  }

  private async texts(
    model: ModelDirectory,
    items: readonly PreparedItem[],
    { head, beside, explain, embeddings }: ForecastPlan,
    signal: AbortSignal,
  ): Promise<{ texts: ItemTexts[]; spent: Durations }> {
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

  /** Each item's neighbours. */
  private async neighbours(
    shop: Shop,
    items: readonly PreparedItem[],
    texts: readonly ItemTexts[],
    { kept = false }: ForecastPlan,
    telling: Telling,
  ): Promise<Neighbours[]> {
    if (kept) await shop.settleTexts();
    const found: Neighbours[] = [];
    await inTimeSlices([...items.keys()], (row) => {
      const { record, reading, chosenAnalogs } = items[row];
      found.push(
        Neighbours.find(
          shop,
          { ...comparedRecord(certain(record, 'record of sales'), telling), description: reading.text },
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
      items.map((item, row) => ({
        features: featuresFor(item, kind),
        bankRow: item.bankRow,
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
        forecasts[row].parts = partsFor(model, head, item, neighbours?.[row]);
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
