import * as nodeModule from 'node:module';

/**
 * Loaded before all else: compiled code outlives the process, in Node's own folder for it, so that the next start compiles
 * less. Node has this from 22.1 on.
 */
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
