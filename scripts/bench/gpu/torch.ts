import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { codeOf } from '../../../src/common/thrown';
import { BUDGETS, LENGTHS } from './encoders';
import type { Measurement } from './measurement';
import { BERT_BASE, MINILM_L6 } from './shapes';

export interface TorchFigure {
  encoder: string;
  tokens: number;
  rows: number;
  budget: number;
  /** Whether attention was told of padding. */
  masked: boolean;
  textsPerSecond: number;
}

export interface TorchMeasured {
  /** Why there are no figures. */
  skipped?: string;
  /** Why there are no more figures. */
  ended?: string;
  device?: string;
  torch?: string;
  precision?: string;
  /** The device's rates as PyTorch reaches them. */
  rates?: { matrixPerSecond: number; bytesPerSecond: number };
  figures: TorchFigure[];
}

/**
 * PyTorch on the same shapes, by a Python of its own that is ended after so many milliseconds; what was measured until
 * then is kept. Rejects when Python fails for another reason than that it or torch is not there.
 */
export async function measureTorch(
  { provider, threads, seconds, progress }: Measurement,
  python: string,
  limitMs: number,
): Promise<TorchMeasured> {
  const measured: TorchMeasured = { figures: [] };
  if (python === 'none') return { ...measured, skipped: 'left out as asked' };
  const child = spawn(python, [join(__dirname, 'torch_bert.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'close') as Promise<[number | null]>;
  const shapes = [MINILM_L6, BERT_BASE];
  const given = { device: provider, shapes, lengths: LENGTHS, budgets: BUDGETS[provider], seconds, threads };
  // It may end before it reads.
  child.stdin.on('error', () => {}).end(JSON.stringify(given));
  let late = false;
  const timer = setTimeout(() => {
    late = child.kill('SIGKILL');
    // A process that it started may hold its output open.
    child.stdout.destroy();
  }, limitMs);
  createInterface(child.stdout).on('line', (line) => {
    const { figure, ...about } = JSON.parse(line) as Partial<TorchMeasured> & { figure?: TorchFigure };
    if (!figure) return void Object.assign(measured, about);
    measured.figures.push(figure);
    const { encoder, tokens, rows, masked, textsPerSecond } = figure;
    const what = `PyTorch ${encoder}${masked ? ' masked' : ''} ${tokens} tokens x ${rows}`;
    progress(`${what}: ${textsPerSecond.toFixed(0)} texts/s`);
  });
  try {
    const [status] = await exited;
    if (late) measured.ended = `not done within ${limitMs / 1000} s`;
    else if (status !== 0) throw new Error(`${python} torch_bert.py ended with status ${status}`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    measured.skipped = `there is no ${python} here`;
  } finally {
    clearTimeout(timer);
  }
  return measured;
}
