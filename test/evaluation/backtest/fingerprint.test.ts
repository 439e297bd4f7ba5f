import { cpSync, mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { buildId } from '../../../src/evaluation/backtest/buildId';
import { fingerprint } from '../../../src/evaluation/backtest/fingerprint';

const ROOT = join(__dirname, '../../..');
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-fingerprint-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the build id', () => {
  const copy = join(directory, 'src');
  beforeAll(() => cpSync(join(ROOT, 'src'), copy, { recursive: true }));

  it('is that of the code, wherever it lies', () => {
    expect(buildId(copy)).toBe(buildId());
  });

  it.each(['evaluation/baselines/naive.ts', 'training/network/loss.ts', 'ingest/panel.ts'])(
    'changes with %s',
    (file) => {
      const before = buildId(copy);
      appendFileSync(join(copy, file), '\n// changed');
      expect(buildId(copy)).not.toBe(before);
    },
  );

  it('does not change with what only reports or serves', () => {
    const before = buildId(copy);
    for (const file of ['evaluation/report/page.ts', 'http/app.ts'])
      appendFileSync(join(copy, file), '\n// changed');
    expect(buildId(copy)).toBe(before);
  });
});

describe('the fingerprint of forecasts', () => {
  it('changes with how the encoder reads texts, and with what is given', async () => {
    const encoder = await readEncoderDirectory(join(ROOT, 'onnx/encoder'));
    const marks = [
      fingerprint(['data'], encoder),
      fingerprint(['data'], null),
      fingerprint(['other data'], encoder),
      fingerprint(['data'], { ...encoder, tokenizerHash: 'other' }),
      fingerprint(['data'], { ...encoder, pooling: encoder.pooling === 'mean' ? 'cls' : 'mean' }),
      fingerprint(['data'], { ...encoder, prefix: 'query: ' }),
      fingerprint(['data'], { ...encoder, maxTokens: encoder.maxTokens - 1 }),
      fingerprint(['data'], { ...encoder, hash: 'other' }),
    ];
    expect(new Set(marks).size).toBe(marks.length);
    expect(fingerprint(['data'], { ...encoder, name: 'copy', directory: '/elsewhere' })).toBe(marks[0]);
  });
});
