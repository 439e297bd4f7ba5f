import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_FILES, type Manifest } from '../../src/contract/manifest';
import type { HeadKind } from '../../src/contract/head';
import type { DemandRecord } from '../../src/contract/record';
import { Engine } from '../../src/engine/engine';
import { goldenInputs } from '../../src/engine/goldenRecords';
import { readModelDirectory } from '../../src/engine/modelDirectory';
import { goldenOf, trainedWith } from '../../src/training/export/exportModel';
import { writeTinyModel } from '../../test/support/tinyModel';

/**
 * A model for an encoder that no model was trained with: the shipped heads, without the check of their answers, which
 * mean nothing here but cost what they cost. Where the widths differ, a tiny head. Gives its name.
 */
export async function writeBenchModel(models: string, shipped: string, encoder: string): Promise<string> {
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1 });
  try {
    const directory = join(models, 'bench');
    rmSync(directory, { recursive: true, force: true });
    // Its golden records are the engine's own answers.
    await writeTinyModel(engine, { directory, name: 'bench' });
    const file = join(shipped, MODEL_FILES.manifest);
    if (!existsSync(file)) return 'a tiny head';
    const manifest = read(file);
    if (manifest.encoder.dimension !== engine.encoder.dimension) return 'a tiny head';
    cpSync(shipped, directory, { recursive: true });
    const own = { ...manifest, name: 'bench', encoder: trainedWith(engine.encoder) };
    writeFileSync(
      join(directory, MODEL_FILES.manifest),
      JSON.stringify(await withOwnGolden(engine, directory, own)),
    );
    return `the heads of ${manifest.name}`;
  } finally {
    await engine.close();
  }
}

async function withOwnGolden(engine: Engine, directory: string, manifest: Manifest): Promise<Manifest> {
  writeFileSync(join(directory, MODEL_FILES.manifest), JSON.stringify(manifest));
  const model = await readModelDirectory(directory, engine.encoder);
  await engine.pool.loadHeads(model.heads);
  const inputs = await goldenInputs(engine, model);
  const answers = async (kind: HeadKind) =>
    (await engine.pool.runHead(model.heads.key, kind, inputs)).outputs;
  const records = manifest.golden.map(({ record }) => record as DemandRecord);
  const golden = {
    records,
    text_aware: await answers('text_aware'),
    numeric_only: await answers('numeric_only'),
  };
  return { ...manifest, golden: goldenOf(golden) };
}

function read(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
