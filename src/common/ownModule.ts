import { extname, join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot';

/**
 * The modules that run in their own process or thread, relative to `src`, without extension: each is built as a
 * separate file.
 */
export const OWN_MODULES = [
  'engine/inferenceProcess',
  'ingest/ingestProcess',
  'registry/database/logThread',
  'registry/shared/copyThread',
  'registry/writer/writerThread',
  'retraining/jobProcess',
  'shop/vectors/graphChild',
  'cli/bench/bareProcess',
  'cli/bench/loadProcess',
] as const;

/** The path of one of them, and Node's arguments for it: the built file in a build, else its source, through tsx. */
export function ownModule(name: (typeof OWN_MODULES)[number]): { path: string; execArgv: string[] } {
  const extension = extname(__filename);
  const fromSource = extension === '.ts';
  return {
    path: join(PACKAGE_ROOT, fromSource ? 'src' : 'dist', `${name}${extension}`),
    execArgv: fromSource ? byTsx(name) : [],
  };
}

/**
 * In a thread, loaders from `--import` do not see the first file, and those from `--require` do not handle `import()`.
 */
function byTsx(name: string): string[] {
  return name.endsWith('Thread') ? ['--require', 'tsx/cjs'] : ['--import', 'tsx'];
}
