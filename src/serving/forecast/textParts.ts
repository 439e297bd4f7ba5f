import type { Engine } from '../../engine/engine';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { Shop } from '../../shop/shop';
import type { HeadBatcher } from '../queue/headBatcher';
import type { Embedder } from '../texts/embedder';

/** What is needed to answer about texts without an item. */
export interface TextParts {
  engine: Engine;
  embedder: Embedder;
  heads: HeadBatcher;
  shops: { shopOf(model: ModelDirectory): Shop | null };
}
