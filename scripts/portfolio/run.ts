/**
 * npx tsx scripts/portfolio/run.ts [--data DIR] [--seeds 0,1,2,3,4] [--cells retail-30x40,...] [--shops DIR]
 * Draws shops of several sizes from two real data sets, forecasts their past with the served model and with every simple
 * method, and prints for each cell, pooled over its draws, how the model stands against the simple method that is best
 * there by hindsight. Stopped and run again with the same code, it goes on where it was.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, program } from 'commander';
import { messageOf } from '../../src/common/thrown';
import { grantedCores } from '../../src/engine/cores';
import { writeWhole } from '../../src/common/writeWhole';
import { drawShops, foundShops } from './drawShops';
import { KINDS, type Shop, SOURCES } from './kinds';
import { measureShops } from './measureShops';
import { pooled } from './pool';
import { TASKS } from './shopFigures';
import { cellText, summaryText } from './tables';

const ROOT = join(__dirname, '../..');
const MOST_PROCESSES = 2;

interface Options {
  data: string;
  shops?: string;
  seeds: number[];
  cells?: string[];
  methods?: string[];
  encoder: string;
  processes: number;
  out: string;
}

program
  .description(
    'Judges the served model on many small shops against the best simple method of each kind of shop.',
  )
  .option('--data <directory>', 'where the sources lie', join(ROOT, 'data'))
  .option('--shops <directory>', 'shops as files of sales with schemas, in place of drawing some')
  .option('--seeds <numbers>', 'draws of each cell, with commas', seedsOf, [0, 1, 2, 3, 4])
  .option('--cells <names>', `only these of ${KINDS.map(({ name }) => name).join(', ')}`, listOf)
  .option(
    '--methods <names>',
    'only these methods, with commas; default: the served model and all simple ones',
    listOf,
  )
  .option('--encoder <directory>', 'directory of the text encoder', join(ROOT, 'onnx/encoder'))
  .option(
    '--processes <1 or 2>',
    'shops measured at a time',
    processesOf,
    Math.min(MOST_PROCESSES, grantedCores()),
  )
  .option(
    '--out <directory>',
    'where shops, finished forecasts and figures are kept',
    join(ROOT, 'data/portfolio'),
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const shops = await shopsOf(options);
  const { out, encoder, methods = null, processes } = options;
  const measured = await measureShops(
    shops,
    { out, encoder, methods },
    processes,
    ({ shop }, done, seconds) =>
      process.stderr.write(
        `${done} of ${shops.length}: ${shop.cell}, draw ${shop.seed}, ${seconds.toFixed(0)} s\n`,
      ),
  );
  const cells = [...new Set(shops.map(({ cell }) => cell))];
  const results = cells.flatMap((cell) => {
    const draws = measured.filter(({ shop }) => shop.cell === cell).map(({ figures }) => figures);
    return TASKS.flatMap((task) => pooled(cell, task, draws) ?? []);
  });
  await writeWhole(join(out, 'portfolio.json'), JSON.stringify(results, null, 1));
  process.stdout.write(`${[...results.map(cellText), summaryText(results)].join('\n\n')}\n`);
}

async function shopsOf({ data, shops, seeds, cells, out }: Options): Promise<Shop[]> {
  const wanted = <T extends { name: string }>(all: readonly T[]): T[] => {
    const names = [...new Set(all.map(({ name }) => name))];
    const unknown = cells?.find((cell) => !names.includes(cell));
    if (unknown !== undefined)
      throw new Error(`there is no cell '${unknown}'; there are: ${names.join(', ')}`);
    return all.filter(({ name }) => cells?.includes(name) ?? true);
  };
  if (shops !== undefined) {
    if (!existsSync(shops)) throw new Error(`there is no directory ${shops}`);
    return wanted(foundShops(shops).map((shop) => ({ ...shop, name: shop.cell })));
  }
  const kinds = wanted(KINDS);
  for (const source of new Set(kinds.map((kind) => kind.source))) {
    const file = join(data, SOURCES[source].file);
    if (!existsSync(file)) {
      throw new Error(
        `${file} is missing: the portfolio is drawn from it; --data names the directory it lies in`,
      );
    }
  }
  return drawShops(data, kinds, seeds, join(out, 'shops'));
}

function listOf(text: string): string[] {
  return text.split(',').map((one) => one.trim());
}

function seedsOf(text: string): number[] {
  const seeds = listOf(text).map(Number);
  if (seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) return [...new Set(seeds)];
  throw new InvalidArgumentError('It must be whole numbers with commas.');
}

function processesOf(text: string): number {
  const processes = Number(text);
  if (processes === 1 || processes === MOST_PROCESSES) return processes;
  throw new InvalidArgumentError(`It must be 1 or ${MOST_PROCESSES}.`);
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
