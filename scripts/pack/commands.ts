import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_SCHEMA, demoCsv, productsOf } from '../../src/demoShop/generate';

const PRODUCTS = 12;
const WEEKS = 60;
/** Each is given where the ones before left its files; `served` does the rest. */
const COMMANDS: readonly string[][] = [
  ['demo-shop', '--out', 'demo'],
  ['schema', '--data', 'sales.csv', '--out', 'guessed.json'],
  ['ingest', '--data', 'sales.csv', '--schema', 'schema.json'],
  ['train', '--data', 'sales.csv', '--schema', 'schema.json', '--out', 'own'],
  ['predict', '--data', 'sales.csv', '--model', 'own', '--out', 'forecasts.csv', '--compare'],
  ['predict', '--data', 'sales.csv', '--model', 'own', '--out', 'forecasts.xlsx', '--format', 'xlsx'],
  ['orders', '--data', 'sales.csv', '--model', 'own', '--out', 'orders.csv', '--lead-weeks', '1'],
  ['worker', '--model', 'own'],
  ['embed', '--data', 'sales.csv', '--text', 'description', '--out', 'vectors.npy'],
  ['evaluate', '--data', 'sales.csv', '--schema', 'schema.json', '--out', 'report', '--baselines-only'],
  ['models', 'list'],
  ['models', 'verify', 'own'],
  ['models', 'export', '--model', 'own', '--triton', 'triton'],
  ['accuracy'],
  ['jobs', 'list'],
  ['jobs', 'run'],
  ['key'],
  ['bench', '--seconds', '1'],
];

/** Every command says what it is for, and those that need no server or network do their work, in an empty directory. */
export function everyCommand(program: string, directory: string): void {
  const run = (words: readonly string[], input = '') =>
    execFileSync(program, words, {
      cwd: directory,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  const helped = subcommands(run, []);
  console.log(`--help: ${helped.length} commands`);
  const rows = [...productsOf({ products: PRODUCTS, weeks: WEEKS }, 1)].flat();
  writeFileSync(join(directory, 'sales.csv'), demoCsv(rows));
  writeFileSync(join(directory, 'schema.json'), JSON.stringify(DEMO_SCHEMA));
  for (const words of COMMANDS) {
    const said = run(words, words[0] === 'worker' ? '{"description": "Blue mug"}\n' : '');
    console.log(`${words.join(' ')}: ${said.trim().split('\n').at(-1)!.slice(0, 120)}`);
  }
}

/** All commands below this one, each of which was asked for its help. */
function subcommands(run: (words: readonly string[]) => string, above: readonly string[]): string[][] {
  const help = run([...above, '--help']);
  const listed = help.split('\nCommands:\n')[1]?.matchAll(/^ {2}(\w\S*)/gm) ?? [];
  const names = [...listed].map(([, name]) => name).filter((name) => name !== 'help');
  return names.flatMap((name) => [[...above, name], ...subcommands(run, [...above, name])]);
}
