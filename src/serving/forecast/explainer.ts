import { certain } from '../../common/certain';
import { shortFloat } from '../../common/shortFloat';
import type { FeatureEffect, WordEffect } from '../../contract/forecastAnswers';
import type { HeadKind } from '../../contract/head';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { featureSubjects, describedAs } from '../../features/featureVector';
import { promotionDepth, withoutDepth } from '../../common/promotionDepth';
import { additiveEffects } from './additive';
import type { Embedder } from '../texts/embedder';
import type { HeadBatcher } from '../queue/headBatcher';
import type { Neighbours } from './neighbours';
import { featuresFor, type HeadRow, headInputs } from './headInputs';
import type { ItemVectors } from './itemTexts';
import type { PreparedItem } from './preparedItems';
import { rounded, totalMean } from './ranges';
import { codePoints, without, wordSpans, type WordSpan } from '../texts/words';

/** What a forecast is based on, found by leaving parts out and running the model again. */
export class Explainer {
  constructor(
    private readonly embedder: Embedder,
    private readonly heads: HeadBatcher,
    private readonly dimension: number,
  ) {}

  /**
   * Effects of the words on the mean of the total, or of its first `span` weeks, in units, largest first. Except for
   * rounding they add up to the forecast minus the one for an empty description without promotion text.
   */
  async words(
    model: ModelDirectory,
    item: PreparedItem,
    vectors: ItemVectors,
    neighbours: Neighbours | undefined,
    signal: AbortSignal,
    span?: number,
  ): Promise<WordEffect[]> {
    const parts = partsOf(item);
    if (parts.length === 0) return [];
    const texts = [...parts.map(({ left }) => left), ...parts.map(({ span }) => span.word)];
    const { embeddings } = await this.embedder.embed(
      ['', ...texts.map((text, at) => embeddedText(item, parts[at % parts.length].span, text))],
      { signal, pathOf: () => item.path },
    );
    const [empty, ...ofTexts] = embeddings.map(({ vector }) => vector);
    const variants = variantsOf(item, vectors, parts, { empty, ofTexts }, model);
    const means = await this.means(
      model,
      'text_aware',
      variants.map((variant) => ({
        ...variant,
        analogs: neighbours
          ?.describedAs(item.read(variant.description), variant.vectors.description)
          .statistics('text_aware'),
      })),
      span,
    );
    const effects = effectsOf(means, parts.length);
    return parts
      .map(({ span, text }, at) => ({
        ...span,
        code_points: codePoints(text, span),
        effect: rounded(effects[at]),
      }))
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  }

  /**
   * Effects of the features on the mean of the total, or of its first `span` weeks, in units, largest first. Except for
   * rounding they add up to the forecast without a promotion minus the one with every feature missing as well. The
   * effect of a promotion, including its depth, belongs to its words.
   */
  async features(
    model: ModelDirectory,
    head: HeadKind,
    item: PreparedItem,
    vectors: ItemVectors | undefined,
    neighbours: Neighbours | undefined,
    span?: number,
  ): Promise<FeatureEffect[]> {
    const { names } = model.manifest.features;
    const subjects = featureSubjects(model.context);
    const isFeature = (column: number) => subjects.has(names[column]);
    const depth = names.indexOf('promotion_depth');
    const own = featuresFor(item, head).map((value, column) => (column === depth ? NaN : value));
    const unpromoted = vectors && { ...vectors, promo: null };
    const known = names
      .map((_, column) => column)
      .filter((column) => isFeature(column) && !Number.isNaN(own[column]));
    if (known.length === 0) return [];
    const none = own.map((value, column) => (isFeature(column) ? NaN : value));
    const withColumn = (features: Float32Array, column: number, value: number) => {
      const changed = features.slice();
      changed[column] = value;
      return changed;
    };
    const variants = [
      own,
      none,
      ...known.map((column) => withColumn(own, column, NaN)),
      ...known.map((column) => withColumn(none, column, own[column])),
    ];
    const price = names.indexOf('reference_price');
    const similar = neighbours?.statistics(head);
    const similarWithoutPrice = neighbours?.withoutPrice().statistics(head);
    const means = await this.means(
      model,
      head,
      variants.map((features) => ({
        ...item,
        features,
        vectors: unpromoted,
        analogs: Number.isNaN(features[price]) ? similarWithoutPrice : similar,
      })),
      span,
    );
    const effects = effectsOf(means, known.length);
    return known
      .map((column, at) => ({
        feature: names[column],
        about: certain(subjects.get(names[column]), `subject of ${names[column]}`),
        value: shortFloat(own[column]),
        effect: rounded(effects[at]),
      }))
      .filter(({ effect }) => effect !== 0)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  }

  /** Means of the total, or of the first `span` weeks together. */
  private async means(
    model: ModelDirectory,
    head: HeadKind,
    rows: readonly HeadRow[],
    span: number | undefined,
  ): Promise<number[]> {
    const outputs = await this.heads.run(model.heads.key, head, headInputs(rows, this.dimension));
    return rows.map((_, row) => totalMean(outputs, row, rows.length, span));
  }
}

/** A word of an item, the text that contains it, and that text without it. */
interface Part {
  span: WordSpan;
  text: string;
  left: string;
}

function partsOf({ description, promoText }: PreparedItem): Part[] {
  const texts = [['description', description] as const, ['promo_text', promoText ?? ''] as const];
  return texts.flatMap(([field, text]) =>
    wordSpans(field, text).map((span) => ({ span, text, left: without(text, span) })),
  );
}

/** The text to embed if a span's field has this text. */
function embeddedText(item: PreparedItem, { field }: WordSpan, text: string): string {
  return field === 'promo_text' ? withoutDepth(text) : item.read(text);
}

/**
 * The item as it is, without any word, without each word, and with each word alone; `ofTexts` are the vectors of the
 * texts without each word, then of each word.
 */
function variantsOf(
  item: PreparedItem,
  vectors: ItemVectors,
  parts: readonly Part[],
  { empty, ofTexts }: { empty: Float32Array; ofTexts: readonly Float32Array[] },
  { manifest, context }: ModelDirectory,
) {
  const nothing: ItemVectors = { description: empty, promo: null };
  const depth = manifest.features.names.indexOf('promotion_depth');
  const said = (description: string, promotion: string | null) => {
    const features = describedAs(item.features, description, context);
    if (depth >= 0) features[depth] = promotionDepth(promotion) ?? NaN;
    return { ...item, description, features };
  };
  const changed = (
    { field }: WordSpan,
    text: string,
    other: { description: string; promo: string | null },
  ) => (field === 'description' ? said(text, other.promo) : said(other.description, text));
  const { description, promoText } = item;
  return [
    { ...item, vectors },
    { ...said('', null), vectors: nothing },
    ...parts.map(({ span, left }, at) => ({
      ...changed(span, left, { description, promo: promoText }),
      vectors: replaced(vectors, span, left === '' ? null : ofTexts[at], empty),
    })),
    ...parts.map(({ span }, at) => ({
      ...changed(span, span.word, { description: '', promo: null }),
      vectors: replaced(nothing, span, ofTexts[parts.length + at], empty),
    })),
  ];
}

/** Means with everything, with nothing, then without each part, then with each part alone. */
function effectsOf([whole, nothing, ...parts]: number[], count: number): number[] {
  return additiveEffects(whole, nothing, parts.slice(0, count), parts.slice(count));
}

/** The vectors with one field's text replaced; null means no text. */
function replaced(
  vectors: ItemVectors,
  { field }: WordSpan,
  vector: Float32Array | null,
  empty: Float32Array,
): ItemVectors {
  return field === 'description'
    ? { ...vectors, description: vector ?? empty }
    : { ...vectors, promo: vector };
}
