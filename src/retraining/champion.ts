import { messageOf } from '../common/thrown';
import { weekOf } from '../common/week';
import { skuKey } from '../common/sku';
import { withoutPaths } from '../common/withoutPaths';
import { type Found, found } from '../contract/findings';
import { readEncoderDirectory } from '../engine/encoderDirectory';
import { type ModelDirectory, readModelDirectory } from '../engine/modelDirectory';
import { modelEncoder } from '../engine/modelEncoder';
import type { DemandPanel } from '../ingest/panel';
import { ModelRegistry } from '../registry/models/models';
import { sharedProducts } from '../shop/sameShop';
import type { ReadResult, TrainingSession } from './session';

/** The active model when a job began, as far as it can be tested next to another. */
export interface Champion {
  model: ModelDirectory;
  /** Directory of the encoder that it was trained with. */
  encoder: string;
  /** Whether it was trained on this catalog's products. */
  isOfShop: boolean;
  /** The panel's first week that it was not trained on, as an index; -Infinity if it saw none. */
  unseenFrom: number;
}

/** The champion, or why it cannot be tested. */
export async function readChampion(
  session: TrainingSession,
): Promise<Champion | { reason: string; reasons: Found[] }> {
  const { champion } = session.resultOf<ReadResult>('read');
  const registered = champion === null ? null : new ModelRegistry(session.catalog).get(champion);
  if (!registered) return { reason: 'no model was active', reasons: [found('none_active')] };
  let model: ModelDirectory;
  let encoder: string;
  try {
    const { encoder: set, furtherEncoders = [], dtype } = session.settings;
    encoder = (await modelEncoder(registered.directory, [set, ...furtherEncoders])) ?? set;
    const wanted = encoder === set ? dtype : undefined;
    const directory = await readEncoderDirectory(encoder, { dtype: wanted, provider: 'cpu' });
    model = await readModelDirectory(registered.directory, directory);
  } catch (error) {
    return {
      reason: `the active model cannot be used here: ${withoutPaths(messageOf(error))}`,
      reasons: [found('active_unusable')],
    };
  }
  const { schema, data } = model.manifest;
  if (schema.mode !== 'demand' || !model.snapshot) {
    return {
      reason: 'the active model does not forecast weeks as the new one does',
      reasons: [found('active_other_kind')],
    };
  }
  const panel = await session.panel();
  const isOfShop = isTrainedOn(model, panel);
  const seen = isOfShop && data.last_week !== null ? weekOf(data.last_week) - panel.firstWeek + 1 : -Infinity;
  return { model, encoder, isOfShop, unseenFrom: seen };
}

function isTrainedOn({ analogs }: ModelDirectory, panel: DemandPanel): boolean {
  const rows = new Map(panel.skus.map((sku, row) => [sku, row]));
  const textOf = (sku: string) => {
    const row = rows.get(skuKey(sku));
    return row === undefined ? null : panel.descriptionAt(row, panel.weeks);
  };
  return sharedProducts(analogs, textOf)?.same ?? false;
}
