import { createHash } from 'node:crypto';
import type { WriteResult } from '../registry/salesWriter';
import { Catalog } from '../registry/catalog';
import type { Database } from '../registry/database/database';
import { panelToCatalog } from '../ingest/toCatalog';
import { demoPanel, generateDemoShop } from './generate';

/** Fills an empty catalog with the demo shop, so that a first start has something to show; null if it has products. */
export function ingestDemoShop(database: Database): WriteResult | null {
  if (new Catalog(database).size > 0) return null;
  const rows = generateDemoShop();
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const source = { hash, name: 'demo shop (synthetic)', synthetic: true, currency: 'GBP' };
  return panelToCatalog(database, demoPanel(rows), source);
}
