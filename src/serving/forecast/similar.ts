import type { Analog, Warning } from '../../contract/forecastAnswers';
import type { SimilarRequest } from '../../contract/forecastRequests';
import { type ModelDirectory, tellingOf } from '../../engine/modelDirectory';
import type { Embedded } from '../texts/embedder';
import { analogsOf } from './analogs';
import { Neighbours } from './neighbours';
import { headInputs } from './headInputs';
import type { TextParts } from './textParts';
import { respeltWords } from './warnings';

/** The products most similar in words to a text: in the model's shop, or among those that it was trained on. */
export async function similarProducts(
  { engine, embedder, heads, shops }: TextParts,
  model: ModelDirectory,
  { text, k }: Pick<SimilarRequest, 'text' | 'k'>,
  signal: AbortSignal,
): Promise<{ analogs: Analog[]; warnings: Warning[]; embedded: Embedded }> {
  const shop = shops.shopOf(model);
  const reading = shop ? shop.spelling.read(text, engine.tokenizer.isWord) : { text, respelt: [] };
  const description = reading.text;
  const warnings = respeltWords(reading, 'text');
  const embedded = await embedder.embed([description], { signal, pathOf: () => 'text' });
  const [{ vector }] = embedded.embeddings;
  if (shop) {
    const record = {
      sku: null,
      description,
      price: null,
      origin: shop.end,
      ...tellingOf(model),
    };
    return { analogs: Neighbours.find(shop, record, vector).shown().slice(0, k), warnings, embedded };
  }
  // Analogs depend only on the words; some numbers are never missing, so all are zeros.
  const features = new Float32Array(model.manifest.features.names.length);
  const vectors = { description: vector, promo: null };
  const inputs = headInputs([{ features, bankRow: -1, vectors }], engine.encoder.dimension);
  const outputs = await heads.run(model.heads.key, 'text_aware', inputs);
  return { analogs: analogsOf(model, outputs, 0, 1).slice(0, k), warnings, embedded };
}
