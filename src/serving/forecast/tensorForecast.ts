import { withoutDepth } from '../../common/promotionDepth';
import { promotionText } from '../../common/promotionText';
import { ShelfcastError } from '../../contract/errors';
import type { HeadOutputs } from '../../contract/head';
import type { ReadWord, TensorRequest } from '../../contract/service';
import { NOT_FINITE } from '../../engine/notFinite';
import { type ModelDirectory, tellingOf } from '../../engine/modelDirectory';
import { FEATURES, NEVER_MISSING } from '../../features/definitions';
import type { Embedded } from '../texts/embedder';
import { inTimeSlices } from '../queue/timeSlices';
import { Neighbours } from './neighbours';
import { headInputs } from './headInputs';
import type { TextParts } from './textParts';

/**
 * Texts and columns of features to the outputs of the text-aware head. Throws ShelfcastError `invalid` for features of
 * the wrong width, or missing ones that the head requires.
 */
export async function forecastTensors(
  { engine, embedder, heads, shops }: TextParts,
  model: ModelDirectory,
  { description: written, promoText: given, features }: TensorRequest,
  signal: AbortSignal,
): Promise<{ outputs: HeadOutputs; embedded: Embedded; readAs: ReadWord[] }> {
  const { names } = model.manifest.features;
  if (features.length !== names.length * written.length) {
    const message = `must be ${names.length} numbers a row: ${names.join(', ')}`;
    throw new ShelfcastError('invalid', `features ${message}`, { issues: [{ path: 'features', message }] });
  }
  const promoText = given.map(promotionText).map((text) => (text === null ? null : withoutDepth(text)));
  const shop = shops.shopOf(model);
  const description = [...written];
  const readAs: ReadWord[] = [];
  if (shop)
    await inTimeSlices(written, (text, row) => {
      const reading = shop.spelling.read(text, engine.tokenizer.isWord);
      description[row] = reading.text;
      readAs.push(...reading.respelt.map((word) => ({ row, ...word })));
    });
  const embedded = await embedder.embed([...description, ...promoText.filter((text) => text !== null)], {
    signal,
    pathOf: (index) => (index < description.length ? `description[${index}]` : 'promo_text'),
  });
  let promo = description.length;
  const price = names.indexOf('reference_price');
  const rows = description.map((text, row) => ({
    features: features.subarray(row * names.length, (row + 1) * names.length),
    analogs: shop
      ? Neighbours.find(
          shop,
          {
            sku: null,
            description: text,
            price: Math.exp(features[row * names.length + price]) || null,
            origin: shop.end,
            ...tellingOf(model),
          },
          embedded.embeddings[row].vector,
        ).statistics('text_aware')
      : undefined,
    bankRow: -1,
    vectors: {
      description: embedded.embeddings[row].vector,
      promo: promoText[row] === null ? null : embedded.embeddings[promo++].vector,
    },
  }));
  try {
    const inputs = headInputs(rows, engine.encoder.dimension);
    return { outputs: await heads.run(model.heads.key, 'text_aware', inputs), embedded, readAs };
  } catch (error) {
    refuseMissing(names, features);
    refuseImpossible(names, features, error);
    throw error;
  }
}

/** Throws `invalid` if a required feature is missing. */
function refuseMissing(names: readonly string[], features: Float32Array): void {
  const issues = FEATURES.filter(({ missing }) => missing === NEVER_MISSING).flatMap(({ name }) => {
    const column = names.indexOf(name);
    if (column < 0) return [];
    for (let at = column; at < features.length; at += names.length) {
      if (Number.isNaN(features[at]))
        return [{ path: 'inputs', message: `${name} must be given in every row` }];
    }
    return [];
  });
  if (issues.length === 0) return;
  throw new ShelfcastError('invalid', issues.map(({ message }) => message).join('; '), { issues });
}

/** Throws `invalid` if the head's output was not finite, naming the columns with the largest numbers. */
function refuseImpossible(names: readonly string[], features: Float32Array, error: unknown): void {
  const cause = error instanceof ShelfcastError ? error.options.cause : error;
  if (!(cause instanceof Error) || !cause.message.endsWith(NOT_FINITE)) return;
  const largest = names.map((name, column) => {
    let most = 0;
    for (let at = column; at < features.length; at += names.length)
      most = Math.max(most, Math.abs(features[at]) || 0);
    return { name, most };
  });
  const named = largest.sort((a, b) => b.most - a.most).slice(0, MOST_NAMED);
  const message =
    'hold a value that no product can have: the model cannot compute with it; ' +
    `the largest are in ${named.map(({ name }) => name).join(', ')}`;
  throw new ShelfcastError('invalid', `features ${message}`, { issues: [{ path: 'inputs', message }] });
}

const MOST_NAMED = 3;
