import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Random } from '../../../src/common/random';
import { Engine } from '../../../src/engine/engine';
import { verifyEncoder } from '../../../src/hub/verifyDirectory';
import { fineTune } from '../../../src/training/encoder/fineTune';
import { writeTinyEncoder } from '../../support/tinyEncoder';

const TINY = join(__dirname, '../../fixtures/encoders/tiny-bert');
const OPTIONS = { held: null, seed: 1, rate: 5e-3, epochs: 6 } as const;
const WORDS = 'red blue glass mug heart lamp set bag tea card large small'.split(' ');
const random = new Random(4);
const pairs = Array.from({ length: 300 }, () => [random.pick(WORDS), random.pick(WORDS)]);
const texts = pairs.map((words) => words.join(' '));
const told = {
  texts,
  targets: Float32Array.from(pairs, ([a, b]) => (a < b ? 1 : -1)),
  columns: new Float32Array(),
};
const noise = { ...told, targets: Float32Array.from(pairs, () => random.uniform()) };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start({
    encoder: TINY,
    settings: { pooling: 'mean' },
    device: 'cpu',
    processes: 1,
    threads: 1,
  });
});
afterAll(() => engine.close());

test('auto keeps what surely tells more, and leaves an encoder in the layout of the hub, with hashes', async () => {
  const tuned = await fineTune(engine, told, { ...OPTIONS, mode: 'auto' });
  try {
    expect(tuned.report).toMatchObject({ chosen: true, items: 240, judged: 60 });
    expect(tuned.report.gain.low).toBeGreaterThan(0);
    expect(tuned.report.after).toBeLessThan(tuned.report.before);
    expect(tuned.report.cosine.mean).toBeGreaterThan(0.99);
    expect(tuned.engine.encoder.name).toBe('tiny-bert (fine-tuned)');
    expect(tuned.engine.encoder.dtype).toBe('int8');
    const directory = mkdtempSync(join(tmpdir(), 'shelfcast-tuned-'));
    for (const [name, content] of tuned.files) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    const verified = await verifyEncoder(directory);
    expect(verified.filesChecked).toBe(tuned.files.size - 1);
    rmSync(directory, { recursive: true });
  } finally {
    await tuned.close();
  }
});

test('auto leaves the encoder as it is where words tell nothing', async () => {
  const tuned = await fineTune(engine, noise, { ...OPTIONS, mode: 'auto' });
  expect(tuned.report.chosen).toBe(false);
  expect(tuned.engine).toBe(engine);
  await tuned.close();
});

test('too few texts, and an encoder without attention, are refused with the reason', async () => {
  const few = { texts: texts.slice(0, 99), targets: told.targets.slice(0, 99), columns: new Float32Array() };
  await expect(fineTune(engine, few, { ...OPTIONS, mode: 'on' })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/takes 100 texts .* there are 99/),
  });
  const plain = writeTinyEncoder();
  const other = await Engine.start({ encoder: plain, device: 'cpu', processes: 1, threads: 1 });
  try {
    await expect(fineTune(other, told, { ...OPTIONS, mode: 'on' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/cannot be fine-tuned: it has no attention/),
    });
  } finally {
    await other.close();
    rmSync(plain, { recursive: true });
  }
});
