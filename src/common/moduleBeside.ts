import { dirname, extname, join } from 'node:path';

/** A module that runs in a process or thread of its own: where it lies, and what Node needs to read it. */
export interface OwnModule {
  path: string;
  execArgv: string[];
}

/** The module `name` in the folder of `file`: built where that is built, else from its source, which tsx reads. */
export function moduleBeside(file: string, name: string): OwnModule {
  const extension = extname(file);
  return {
    path: join(dirname(file), `${name}${extension}`),
    execArgv: extension === '.ts' ? ['--require', 'tsx/cjs'] : [],
  };
}
