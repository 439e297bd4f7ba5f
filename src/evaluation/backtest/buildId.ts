import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders whose code determines a forecast, starting with what it computes on. */
const FORECASTING = [
  'common',
  'graph',
  'features',
  'shop',
  'registry',
  'engine',
  'ingest',
  'training',
  ...['methods', 'baselines', 'sequence', 'tasks', 'backtest', 'promotions', 'table'].map((inner) =>
    join('evaluation', inner),
  ),
];
const SOURCE = join(__dirname, '../..');
/** The id, if the code was bundled into other files. */
declare const BUILD_ID: string | undefined;

/**
 * SHA-256 of the running code that makes forecasts: of the sources, or of what was built from them. Any change of the
 * code changes the id, even if forecasts stay the same.
 */
export function buildId(root?: string): string {
  if (root === undefined) return typeof BUILD_ID === 'string' ? BUILD_ID : buildId(SOURCE);
  const hash = createHash('sha256');
  for (const folder of FORECASTING) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
