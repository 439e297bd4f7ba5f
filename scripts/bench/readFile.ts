import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../../src/common/statistics';

/**
 * What reading a file of sales costs: processor time and memory of `ingest` here and in another checkout, in turn in
 * one run (`--against`, with its own node_modules); and of reading and storing a large file of sales (`--gigabytes`).
 *
 *     npx tsx scripts/bench/readFile.ts --data FILE --schema FILE [--against DIRECTORY] [--rounds 3] [--gigabytes 2]
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    schema: { type: 'string' },
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    gigabytes: { type: 'string' },
  },
});

const HERE = resolve(__dirname, '../..');
const MEGABYTE = 2 ** 20;

interface Usage {
  seconds: number;
  megabytes: number;
}

/** Runs a TypeScript file of a checkout and resolves to what it used. Rejects when it fails. */
async function usageOf(checkout: string, args: string[]): Promise<Usage> {
  const tell = join(HERE, 'scripts/bench/tellUsage.cjs');
  const child = spawn(process.execPath, ['--require', tell, '--require', 'tsx/cjs', ...args], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => (told = (told + String(chunk)).slice(-4096)));
  const [status] = (await once(child, 'close')) as [number];
  const usage = /USAGE (\{.*\})/.exec(told)?.[1];
  if (status !== 0 || !usage) throw new Error(`${args.join(' ')} in ${checkout} failed: ${told}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

async function compare(directory: string, data: string, schema: string, checkouts: string[]): Promise<void> {
  const used = checkouts.map(() => [] as Usage[]);
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [which, checkout] of checkouts.entries()) {
      const db = join(directory, `${round}-${which}.db`);
      const args = ['src/cli.ts', 'ingest', '--data', resolve(data), '--schema', resolve(schema), '--db', db];
      used[which].push(await usageOf(checkout, args));
    }
  }
  const typical = used.map((runs) => ({
    seconds: median(runs.map(({ seconds }) => seconds)),
    megabytes: median(runs.map(({ megabytes }) => megabytes)),
  }));
  typical.forEach(({ seconds, megabytes }, which) =>
    console.log(`${checkouts[which]}: ${seconds.toFixed(2)} s of a processor, ${megabytes.toFixed(0)} MB`),
  );
  if (typical.length === 2) {
    const [own, other] = typical;
    console.log(
      `here against there: time ${(own.seconds / other.seconds).toFixed(2)}, memory ${(own.megabytes / other.megabytes).toFixed(2)}`,
    );
  }
}

/** Reads a made-up file of single sales, with German numbers and dates, and puts it into a catalog. */
async function readLarge(directory: string, gigabytes: number): Promise<void> {
  const file = join(directory, 'large.csv');
  const out = createWriteStream(file);
  const bytes = gigabytes * 2 ** 30;
  let written = 0;
  for (let row = 0, text = 'Artikelnummer;Datum;Menge;Preis;Bezeichnung\n'; written < bytes; text = '') {
    for (let line = 0; line < 20_000; line++, row++) {
      const day = String(1 + (row % 28)).padStart(2, '0');
      const month = String(1 + (Math.floor(row / 90_000) % 12)).padStart(2, '0');
      text += `${row % 3000};${day}.${month}.2025;${1 + (row % 9)};1.${100 + (row % 900)},50;Becher größer Nr. ${row % 3000}, weiß\n`;
    }
    written += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  const schema = join(directory, 'large.schema.json');
  const columns = { sku: 'Artikelnummer', date: 'Datum', target: 'Menge', price: 'Preis' };
  writeFileSync(
    schema,
    JSON.stringify({ mode: 'demand', granularity: 'transaction', ...columns, description: 'Bezeichnung' }),
  );
  const ingest = ['ingest', '--data', file, '--schema', schema, '--db', join(directory, 'large.db')];
  for (const [what, args] of [
    ['read row by row', ['scripts/bench/readRows.ts', file, schema]],
    ['put into a catalog', ['src/cli.ts', ...ingest]],
  ] as const) {
    const { seconds, megabytes } = await usageOf(HERE, [...args]);
    const size = (written / MEGABYTE).toFixed(0);
    console.log(
      `${size} MB ${what}: ${seconds.toFixed(0)} s of a processor, ${megabytes.toFixed(0)} MB of memory`,
    );
  }
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-read-'));
  try {
    if (values.data && values.schema) {
      const checkouts = values.against ? [HERE, resolve(values.against)] : [HERE];
      await compare(directory, values.data, values.schema, checkouts);
    }
    if (values.gigabytes) await readLarge(directory, Number(values.gigabytes));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

void main();
