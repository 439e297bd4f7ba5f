import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_FILES, type Manifest } from '../../src/contract/manifest';
import { Engine } from '../../src/engine/engine';
import { goldenInputs } from '../../src/engine/goldenRecords';
import { readModelDirectory } from '../../src/engine/modelDirectory';
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
    const own = { ...manifest, name: 'bench', encoder: encoderOf(engine, manifest) };
    writeFileSync(
      join(directory, MODEL_FILES.manifest),
      JSON.stringify(await withOwnGolden(engine, directory, own)),
    );
    return `the heads of ${manifest.name}`;
  } finally {
    await engine.close();
  }
}

function encoderOf({ encoder }: Engine, { encoder: old }: Manifest): Manifest['encoder'] {
  return {
    ...old,
    hash: encoder.hash,
    tokenizer_hash: encoder.tokenizerHash,
    pooling: encoder.pooling,
    max_tokens: encoder.maxTokens,
    prefix: encoder.prefix,
  };
}

async function withOwnGolden(engine: Engine, directory: string, manifest: Manifest): Promise<Manifest> {
  writeFileSync(join(directory, MODEL_FILES.manifest), JSON.stringify(manifest));
  const model = await readModelDirectory(directory, engine.encoder);
  await engine.pool.loadHeads(model.heads);
  const rows = manifest.golden.length;
  const inputs = await goldenInputs(engine, model);
  const answers = async (kind: 'text_aware' | 'numeric_only') => {
    const { outputs } = await engine.pool.runHead(model.heads.key, kind, inputs);
    const row = (values: Float32Array, at: number) => {
      const width = values.length / rows;
      return [...values.subarray(at * width, (at + 1) * width)];
    };
    return manifest.golden.map((_, at) => ({
      quantiles: row(outputs.quantiles, at),
      mean: row(outputs.mean, at),
    }));
  };
  const [textAware, numericOnly] = [await answers('text_aware'), await answers('numeric_only')];
  const golden = manifest.golden.map(({ record }, at) => ({
    record,
    text_aware: textAware[at],
    numeric_only: numericOnly[at],
  }));
  return { ...manifest, golden };
}

function read(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
