import { type ProductToWrite, writeCatalog } from '../registry/catalogWriter';
import type { WriteResult } from '../registry/salesWriter';
import type { CatalogWeek } from '../registry/weeks/catalogWeek';
import type { Database } from '../registry/database/database';
import type { DemandPanel } from './panel';

/** Writes a panel into the catalog in one transaction; writing it again changes nothing. */
export function panelToCatalog(
  database: Database,
  panel: DemandPanel,
  source: { hash: string; name: string; synthetic: boolean; currency?: string },
): WriteResult {
  const { firstWeek, weeks } = panel;
  return writeCatalog(database, { ...source, firstWeek, lastWeek: firstWeek + weeks - 1 }, products(panel));
}

function* products(panel: DemandPanel): Generator<ProductToWrite> {
  for (let sku = 0; sku < panel.skus.length; sku++) {
    yield {
      sku: panel.skus[sku],
      description: panel.descriptionAt(sku, panel.weeks),
      sales: knownWeeks(panel, sku),
    };
  }
}

function* knownWeeks(panel: DemandPanel, sku: number): Generator<CatalogWeek> {
  for (let t = 0; t < panel.weeks; t++) {
    const units = panel.units[panel.at(sku, t)];
    const price = panel.price[panel.at(sku, t)];
    const promoText = panel.promoText(sku, t);
    const extras = panel.extras.own(sku, t);
    if (units === 0 && Number.isNaN(price) && promoText === null && extras === null) continue;
    yield { week: panel.firstWeek + t, units, price: Number.isNaN(price) ? null : price, promoText, extras };
  }
}
