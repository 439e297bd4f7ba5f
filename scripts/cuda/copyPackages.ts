import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface PackageJson {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Parts of packages that nothing needs on Linux x64 once they are built; a provider of CUDA is put there apart. */
const LEFT_OUT = [
  /^onnxruntime-node\/bin\/napi-v\d+\/(?!linux(\/x64|$))/,
  /^onnxruntime-node\/bin\/.*libonnxruntime_providers_/,
  /^better-sqlite3\/(deps|src)(\/|$)/,
  /^better-sqlite3\/build\/(?!Release)/,
  /^better-sqlite3\/build\/Release\/(?!better_sqlite3\.node$)/,
  /^esbuild\/bin(\/|$)/,
  /^@opentelemetry\/[^/]+\/build\/(esm|esnext)(\/|$)/,
  /\.(map|md|d\.[cm]?ts)$/,
];

/**
 * Copies the packages that the project depends on when it runs, and those named further, each with what it depends on
 * itself. Gives their number.
 */
export function copyPackages(root: string, target: string, further: readonly string[]): number {
  const modules = join(root, 'node_modules');
  const wanted = [...Object.keys(read(root).dependencies ?? {}), ...further];
  const found = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    // One that is optional may be for another system; a nested one travels with its parent.
    if (found.has(name) || !existsSync(join(modules, name))) continue;
    found.add(name);
    for (const directory of [join(modules, name), ...nested(join(modules, name))]) {
      const { dependencies, optionalDependencies } = read(directory);
      wanted.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
    }
  }
  for (const name of found) {
    cpSync(join(modules, name), join(target, 'node_modules', name), {
      recursive: true,
      filter: (path) => !LEFT_OUT.some((pattern) => pattern.test(relative(modules, path))),
    });
  }
  return found.size;
}

/** Packages that lie within a package. */
function nested(directory: string): string[] {
  const { dependencies } = read(directory);
  const within = Object.keys(dependencies ?? {}).map((name) => join(directory, 'node_modules', name));
  return within.filter(existsSync);
}

function read(directory: string): PackageJson {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as PackageJson;
}
