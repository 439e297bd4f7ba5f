import { ViewHead } from '../../components/ViewHead';
import { CatalogBrowser } from './CatalogBrowser';
import { CatalogProduct } from './CatalogProduct';
import { ColumnChooser } from './ColumnChooser';
import type { OpenedSheet } from './openedSheet';
import { SheetDrop } from './SheetDrop';
import { SheetForecast } from './SheetForecast';
import { SheetRun } from './sheetRun';
import { TogetherCard } from './TogetherCard';
import { FailureNote, Loading } from '../../components/Notes';
import { useModels } from '../../state/models';
import { t } from '../../languages/speech';

interface CatalogViewProps {
  /** The product to show; null for the catalog. */
  sku: string | null;
  openedSheet: OpenedSheet;
  setOpenedSheet: (openedSheet: OpenedSheet) => void;
}

/** A sheet of products to forecast, and the products of the catalog. */
export function CatalogView({ sku, openedSheet, setOpenedSheet }: CatalogViewProps) {
  const { value, error, retry } = useModels();
  const { sheet, run } = openedSheet;
  const schema = value?.models.find(({ active }) => active)?.manifest?.schema;
  const inSheet = (columns: readonly string[] = []) =>
    columns.filter((column) => sheet?.columns.includes(column));
  const further = { numeric: inSheet(schema?.numeric), categorical: inSheet(schema?.categorical) };
  if (sku) return <CatalogProduct key={sku} sku={sku} />;
  return (
    <>
      <ViewHead title={t('sheets.title')} about={t('sheets.about')} />
      <div class="stack">
        {sheet && !value && !error && <Loading what={t('evaluation.loadingModels')} />}
        {sheet && !value && error && <FailureNote error={error} retry={retry} />}
        {sheet && value && (
          <ColumnChooser
            sheet={sheet}
            further={[...further.numeric, ...further.categorical]}
            onStart={(columns, readings, weeks) => {
              const next = new SheetRun(sheet, columns, readings, { ...further, weeks });
              run?.stop();
              setOpenedSheet({ sheet, run: next });
            }}
            onClose={() => {
              run?.stop();
              setOpenedSheet({ sheet: null, run: null });
            }}
          />
        )}
        {!sheet && <SheetDrop onSheet={(read) => setOpenedSheet({ sheet: read, run: null })} />}
        {run && <SheetForecast key={run.id} run={run} categories={further.categorical} />}
        {!sheet && <TogetherCard items={null} categories={schema?.categorical ?? []} />}
        {!sheet && <CatalogBrowser />}
      </div>
    </>
  );
}
