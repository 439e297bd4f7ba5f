import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { mondayOf, type Week } from '../../src/common/week';
import type { MonitoringState } from '../../src/contract/monitoring';
import { DEFAULTS } from '../../src/contract/settings';
import { generateDemoShop, type DemoRow } from '../../src/demoShop/generate';
import { openClosingShop, trainBefore } from './closingShop';
import { DRIFTS } from './drifts';

const QUIET = 'nothing';

const {
  weeks,
  after,
  products,
  known: before,
  seed,
  directory: given,
} = new Command()
  .description(
    'Trains on the demo shop before its last weeks, closes these one by one, and says what state is told.',
  )
  .option('--weeks <number>', 'weeks that close', Number, 26)
  .option('--after <number>', 'weeks that close before something happens', Number, 6)
  .option('--products <number>', 'of the demo shop', Number, Infinity)
  .option('--known <number>', 'weeks before those', Number, Infinity)
  .option('--seed <number>', "the demo shop's", Number)
  .option('--directory <directory>', 'where the model lies, or is written and stays')
  .parse()
  .opts<{
    weeks: number;
    after: number;
    products: number;
    known: number;
    seed?: number;
    directory?: string;
  }>();

async function main(): Promise<void> {
  const whole = generateDemoShop(seed);
  const until = whole.reduce((last, { week }) => Math.max(last, week), 0) - weeks + 1;
  const kept = new Set([...new Set(whole.map(({ sku }) => sku))].slice(0, products));
  const rows = whole.filter(({ sku, week }) => kept.has(sku) && week >= until - before);
  const directory = given ?? mkdtempSync(join(tmpdir(), 'shelfcast-drift-'));
  const { encoder } = DEFAULTS;
  const known = join(directory, 'model');
  const model = existsSync(known) ? known : await trainBefore(rows, until, { directory, encoder });
  const quiet = await states(rows, until, weeks, { model, encoder });
  print(QUIET, until, quiet);
  for (const [what, drift] of Object.entries(DRIFTS)) {
    const drifted = drift(rows, until + after);
    print(what, until, await states(drifted, until, after + 3, { model, encoder }));
  }
  if (given === undefined) rmSync(directory, { recursive: true });
}

async function states(
  rows: readonly DemoRow[],
  until: Week,
  count: number,
  files: { model: string; encoder: string },
): Promise<MonitoringState[]> {
  const shop = await openClosingShop(rows, until, files);
  const found: MonitoringState[] = [];
  for (let week = until; week < until + count; week++) {
    await shop.close(week);
    found.push((await shop.monitor.accuracy(13)).monitoring);
  }
  await shop.end();
  return found;
}

/** One line a closed week: its state, and the figures of the rules that hold or nearly do. */
function print(what: string, until: Week, found: readonly MonitoringState[]): void {
  console.log(`\n${what}${what === QUIET ? '' : ` from the week of ${mondayOf(until + after)} on`}`);
  found.forEach(({ state, findings }, at) => {
    const figures = findings.map(({ holds, figures: by }) => {
      const shown = Object.entries(by).map(
        ([name, value]) => `${name} ${value === null ? '-' : +value.toFixed(3)}`,
      );
      return `[${holds === null ? '?' : holds ? 'x' : ' '}] ${shown.join(', ')}`;
    });
    console.log(`${mondayOf(until + at)}  ${state}\n    ${figures.join('\n    ')}`);
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
