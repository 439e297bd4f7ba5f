import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders whose code makes a forecast, beginning with what it computes on. */
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
/** Its id, where the code was built into other files. */
declare const BUILD_ID: string | undefined;

/**
 * SHA-256 of the code that makes forecasts, as it runs: of the sources or of what was built from them. Other code, other
 * id, even where the forecasts stay the same.
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
