/**
 * Builds the server and the command line as few files, with the packages that they use: a start then reads and compiles
 * little more than it needs. `npm run build` does this and builds the page.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { OWN_MODULES } from '../src/common/ownModule';
import { buildId } from '../src/evaluation/backtest/buildId';

const ROOT = join(__dirname, '..');
/** npx sees to it once, when it first meets a package: what is built later must be a command by itself. */
const COMMAND_MODE = 0o755;
/** Compiled for a machine, or served as files. */
const STAY_PACKAGES = ['better-sqlite3', 'onnxruntime-node', 'swagger-ui-dist', 'usearch'];

/**
 * A process keeps the text of what it loaded: without indents, and without a sign past ASCII, one of which makes all of a file
 * take two bytes a sign. Names stay, for the stacks of errors.
 */
const COMPACT = {
  compress: false,
  mangle: false,
  codegen: { removeWhitespace: true, asciiOnly: true },
} as const;

async function main(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    define: { BUILD_ID: JSON.stringify(buildId()) },
    ssr: { noExternal: true, external: STAY_PACKAGES },
    build: {
      ssr: true,
      outDir: 'dist',
      emptyOutDir: true,
      target: 'node20',
      sourcemap: true,
      // Whoever gets the packages inside gets their terms.
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        input: Object.fromEntries(['main', 'cli', ...OWN_MODULES].map((name) => [name, `src/${name}.ts`])),
        // Of code that is not ours.
        checks: { eval: false, ineffectiveDynamicImport: false },
        output: {
          format: 'cjs',
          minify: COMPACT,
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name].js',
        },
      },
    },
  });
  chmodSync(join(ROOT, 'dist/cli.js'), COMMAND_MODE);
}

void main();
