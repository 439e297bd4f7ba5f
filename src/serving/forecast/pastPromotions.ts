import { withoutDepth } from '../../common/promotionDepth';
import { type PromotionLift, withFamiliarity } from '../../common/promotionLift';
import type { ModelDirectory } from '../../engine/modelDirectory';
import { featureVector } from '../../features/featureVector';
import { NEIGHBOUR_COLUMNS } from '../../shop/neighbours/neighbourStatistics';
import type { HeadBatcher } from '../queue/headBatcher';
import type { Embedder } from '../texts/embedder';
import { headInputs } from './headInputs';

/** Texts that are compared; further ones count as familiar. */
const MOST = 1024;
const AT_ONCE = 64;

/** How familiar promotions of past weeks are to a model: their effect is removed from their weeks to that extent. */
export class PastPromotions {
  /** By the lift that knows them: how many of a shop's texts were compared. */
  private readonly followed = new WeakMap<PromotionLift, { texts: readonly string[]; count: number }>();

  constructor(
    private readonly embedder: Embedder,
    private readonly heads: HeadBatcher,
    private readonly dimension: number,
  ) {}

  /** Adds the texts of items' weeks, and those of a shop (a list that only grows), to a model's lift. */
  async follow(
    model: ModelDirectory,
    items: readonly string[],
    shop: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const familiar = model.manifest.plans?.familiar_promotion ?? null;
    const { lift } = model.context;
    if (!lift || familiar === null) return;
    const before = this.followed.get(lift);
    const count = before?.texts === shop ? before.count : 0;
    const { familiarity } = lift;
    const unknown = [...new Set([...items, ...shop.slice(count)])]
      .filter((text) => !familiarity?.has(text))
      .slice(0, MOST - (familiarity?.size ?? 0));
    const similarities: number[] = [];
    for (let at = 0; at < unknown.length; at += AT_ONCE)
      similarities.push(...(await this.similarities(model, unknown.slice(at, at + AT_ONCE), signal)));
    // Others may have added texts meanwhile, which must not be lost.
    const latest = model.context.lift ?? lift;
    const isKnown = unknown.every((text) => latest.familiarity?.has(text));
    const known = isKnown ? latest : withFamiliarity(latest, unknown, similarities, familiar);
    this.followed.set(known, { texts: shop, count: shop.length });
    model.context.lift = known;
  }

  /** Cosines [P] of texts to the nearest promotion in training, computed by the head. */
  private async similarities(
    { context, heads }: ModelDirectory,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const { embeddings } = await this.embedder.embed(texts.map(withoutDepth), {
      signal,
      pathOf: () => 'promo_text',
    });
    const nobody = { sku: null, description: '', promoText: null, price: null, history: [], extras: {} };
    const features = featureVector({ ...nobody, origin: 0 }, context);
    const rows = embeddings.map(({ vector }) => ({
      features,
      bankRow: -1,
      vectors: { description: new Float32Array(this.dimension), promo: vector },
      analogs: new Float32Array(NEIGHBOUR_COLUMNS.length).fill(NaN),
    }));
    const outputs = await this.heads.run(heads.key, 'text_aware', headInputs(rows, this.dimension));
    return outputs.promoSimilarity;
  }
}
