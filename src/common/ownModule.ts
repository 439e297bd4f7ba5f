import { extname, join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot';

/** The modules that run in processes or threads of their own, from `src`, without extension: each is built as a file. */
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

/** Where one of them lies, and what Node needs to read it: built where this is built, else from its source, by tsx. */
export function ownModule(name: (typeof OWN_MODULES)[number]): { path: string; execArgv: string[] } {
  const extension = extname(__filename);
  const fromSource = extension === '.ts';
  return {
    path: join(PACKAGE_ROOT, fromSource ? 'src' : 'dist', `${name}${extension}`),
    execArgv: fromSource ? byTsx(name) : [],
  };
}

/** A thread's first file is not shown to what `--import` brings, and what `--require` brings does not read `import()`. */
function byTsx(name: string): string[] {
  return name.endsWith('Thread') ? ['--require', 'tsx/cjs'] : ['--import', 'tsx'];
}
