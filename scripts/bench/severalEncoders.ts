/**
 * npx tsx scripts/bench/severalEncoders.ts
 * Memory of an inference process that holds one, two and four encoders, and the speed of the first one alone and beside
 * the others, in turns within one run. Linux; speed is in texts a second of the process's own inference time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../../src/common/statistics';
import { Engine } from '../../src/engine/engine';
import { packTokens } from '../../src/engine/packTokens';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { readProducts } from '../../src/engine/modelDirectory';

const ROUNDS = 9;
const BATCH = 32;
const BATCHES = 8;

async function main(): Promise<void> {
  const settings = { device: 'cpu', processes: 1, threads: 1 } as const;
  const engine = await Engine.start({ encoder: SHIPPED_ENCODERS.english, ...settings });
  const products = await readProducts(join(__dirname, '../../onnx/online-retail'));
  const texts = products.slice(0, BATCH * BATCHES).map(({ description }) => description);
  const others: Engine[] = [];
  const speeds: number[][] = [];
  for (const count of [1, 2, 4]) {
    while (others.length + 1 < count) others.push(await engine.beside(SHIPPED_ENCODERS.multilingual));
    for (const other of others) await seconds(other, texts);
    speeds.push([]);
    for (let round = 0; round < ROUNDS; round++)
      speeds.at(-1)!.push(texts.length / (await seconds(engine, texts)));
    console.log(
      `${count} encoders: ${privateMegabytes(engine.pool.state().pids[0])} MB private, ` +
        `the first ${Math.round(median(speeds.at(-1)!))} texts/s, ${(median(speeds.at(-1)!) / median(speeds[0])).toFixed(2)} of alone`,
    );
  }
  await engine.close();
}

async function seconds({ tokenizer, pool }: Engine, texts: readonly string[]): Promise<number> {
  let total = 0;
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH).map((text) => tokenizer.tokenize(text).ids);
    total += (await pool.encode(packTokens(batch))).seconds;
  }
  return total;
}

function privateMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map(([, number]) => Number(number));
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
