import { fittedWithDepth, withoutDepth } from '../../common/promotionDepth';
import type { HeadOutputs } from '../../contract/head';
import { writtenUpTo } from '../../shop/words/spelling';
import type { Embedded, TextRecords } from '../texts/embedder';
import type { PreparedItem } from './preparedItems';

/** Vectors of an item's texts. */
export interface ItemVectors {
  description: Float32Array;
  /** Null without a promotion text. */
  promo: Float32Array | null;
}

/** What is known about an item's texts. */
export interface ItemTexts {
  tokens: number;
  cached: boolean;
  /** Characters of description and promotion text that fitted; null if nothing was cut. */
  fitted: (number | null)[];
  vectors?: ItemVectors;
  /** One row, if the text-aware head ran with the encoder. */
  answer?: HeadOutputs | null;
}

/** The texts of the items in the order in which `vectorsOf` expects their embeddings. */
export function textsOf(items: readonly PreparedItem[]): { texts: string[]; paths: string[] } {
  const fields = items.flatMap(({ path, reading, promoText }) => [
    { text: reading.text, path: `${path}.description` },
    ...(promoText === null ? [] : [{ text: withoutDepth(promoText), path: `${path}.promo_text` }]),
  ]);
  return { texts: fields.map(({ text }) => text), paths: fields.map(({ path }) => path) };
}

/** The items' records with their texts by the order of `textsOf`. */
export function textRecordsOf(items: readonly PreparedItem[]): TextRecords['rows'] {
  let next = 0;
  return items.map(({ features, bankRow, promoText }) => ({
    features,
    bankRow,
    description: next++,
    promo: promoText === null ? null : next++,
  }));
}

/** Assigns the embeddings to their items. */
export function dealEmbedded(
  items: readonly PreparedItem[],
  { embeddings, cached, answers }: Embedded,
): ItemTexts[] {
  let next = 0;
  return items.map(({ promoText, description, reading }, row) => {
    const at = next;
    next += promoText === null ? 1 : 2;
    const own = embeddings.slice(at, next);
    return {
      vectors: { description: own[0].vector, promo: own[1]?.vector ?? null },
      tokens: own.reduce((sum, { tokens }) => sum + tokens, 0),
      cached: cached.slice(at, next).every(Boolean),
      fitted: [
        own[0].fitted === null ? null : writtenUpTo(description, reading, own[0].fitted),
        promoFitted(promoText, own[1]?.fitted ?? null),
      ],
      answer: answers[row] ?? null,
    };
  });
}

function promoFitted(promoText: string | null, fitted: number | null): number | null {
  return promoText === null || fitted === null ? null : fittedWithDepth(promoText, fitted);
}
