import { useState } from 'preact/hooks';
import type { Sheet } from './readSheet';
import { CatalogBrowser } from './CatalogBrowser';
import { CatalogProduct } from './CatalogProduct';
import { ColumnChooser } from './ColumnChooser';
import { SheetDrop } from './SheetDrop';

/** A sheet of products to forecast at once, and the products that the catalog knows. */
export function CatalogView({ params }: { params: URLSearchParams }) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const sku = params.get('sku');
  if (sku) return <CatalogProduct sku={sku} />;
  return (
    <>
      <header class="view-head">
        <h1>Forecast a catalog</h1>
        <p>
          Drop a sheet of products: every line gets a forecast with its range, and lines with mistakes are
          listed.
        </p>
      </header>
      <div class="stack">
        {sheet ? (
          <ColumnChooser key={sheet.name} sheet={sheet} onClose={() => setSheet(null)} />
        ) : (
          <SheetDrop onSheet={setSheet} />
        )}
        {!sheet && <CatalogBrowser />}
      </div>
    </>
  );
}
