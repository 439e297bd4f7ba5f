import { CatalogBrowser } from './CatalogBrowser';
import { CatalogProduct } from './CatalogProduct';
import { ColumnChooser } from './ColumnChooser';
import type { Desk } from './desk';
import { SheetDrop } from './SheetDrop';
import { SheetForecast } from './SheetForecast';
import { SheetRun } from './sheetRun';
import { TogetherCard } from './TogetherCard';

interface CatalogViewProps {
  /** The product to show; null for the catalog. */
  sku: string | null;
  desk: Desk;
  setDesk: (desk: Desk) => void;
}

/** A sheet of products to forecast at once, and the products that the catalog knows. */
export function CatalogView({ sku, desk, setDesk }: CatalogViewProps) {
  if (sku) return <CatalogProduct key={sku} sku={sku} />;
  const { sheet, run } = desk;
  return (
    <>
      <header class="view-head">
        <h1>Forecast a catalog</h1>
        <p>
          Drop a sheet of products: every line gets a forecast, and lines with mistakes say what is wrong.
        </p>
      </header>
      <div class="stack">
        {sheet ? (
          <ColumnChooser
            sheet={sheet}
            onStart={(columns, readings) => {
              const next = new SheetRun(sheet, columns, readings);
              run?.stop();
              setDesk({ sheet, run: next });
            }}
            onClose={() => {
              run?.stop();
              setDesk({ sheet: null, run: null });
            }}
          />
        ) : (
          <SheetDrop onSheet={(read) => setDesk({ sheet: read, run: null })} />
        )}
        {run && <SheetForecast key={run.id} run={run} />}
        {!sheet && <TogetherCard what="the catalog" items={null} />}
        {!sheet && <CatalogBrowser />}
      </div>
    </>
  );
}
