import { isNativeError } from 'node:util/types';
import { Command, CommanderError } from 'commander';
import { ShelfcastError } from '../contract/errors';
import { packageVersion } from '../common/packageRoot';
import { type Register, UsageError } from './command';

/** The commands: each is a file of this folder with a function that adds it, imported only when called. */
const COMMANDS: Record<string, () => Promise<Register>> = {
  train: async () => (await import('./train')).registerTrain,
  evaluate: async () => (await import('./evaluate')).registerEvaluate,
  predict: async () => (await import('./predict')).registerPredict,
  worker: async () => (await import('./worker')).registerWorker,
  orders: async () => (await import('./orders')).registerOrders,
  ingest: async () => (await import('./ingest')).registerIngest,
  schema: async () => (await import('./schema')).registerSchema,
  'demo-shop': async () => (await import('./demoShop')).registerDemoShop,
  embed: async () => (await import('./embed')).registerEmbed,
  models: async () => (await import('./models')).registerModels,
  accuracy: async () => (await import('./accuracy')).registerAccuracy,
  jobs: async () => (await import('./jobs')).registerJobs,
  serve: async () => (await import('./serve')).registerServe,
  bench: async () => (await import('./bench')).registerBench,
  key: async () => (await import('./key')).registerKey,
};

/** Runs the command line and resolves to its exit status: 0 done, 1 failed, 2 bad usage. */
export async function runProgram(args: string[]): Promise<number> {
  const program = new Command('shelfcast')
    .description('Forecasts the sales of products from their words and their numbers.')
    .version(packageVersion())
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (text, write) =>
        write(
          `shelfcast: ${text
            .replace(/^error: /, '')
            .replace(/\.?\s*$/, '')
            .replace(/\n/g, ' ')}; see --help\n`,
        ),
    });
  const [asked] = args;
  const named = Object.hasOwn(COMMANDS, asked ?? '') ? [COMMANDS[asked]] : Object.values(COMMANDS);
  for (const register of named) (await register())(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`shelfcast: ${messageOf(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** The error as one line of text. */
export function messageOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (process.env.SHELFCAST_DEBUG === '1') return error.stack!;
  if (error instanceof ShelfcastError) return error.detail;
  return refusalOf(error) ?? error.message.split('\n')[0];
}

/** Remedies for errors of the file system, by code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on that disk and run again',
  EDQUOT: 'make room and run again',
  EROFS: 'name a place that can be written',
  EACCES: 'check its permissions, or name another place',
  EPERM: 'check its permissions, or name another place',
  EEXIST: 'name another place',
  ENOENT: 'check the path, and that its disk can be written',
  ENOTDIR: 'check the path',
  EISDIR: 'name a file',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

/** An error of the file system as text: `out/a.csv: permission denied`, and the remedy. */
function refusalOf(error: NodeJS.ErrnoException & { dest?: string }): string | null {
  const [, code, reason] = /^(E[A-Z]+): ([^,]+)/.exec(error.message) ?? [];
  const remedy = REMEDIES[code];
  const path = error.dest ?? error.path;
  if (!reason || !(path ?? remedy)) return null;
  return [path && `${path}: `, reason, remedy && `; ${remedy}`].join('');
}
