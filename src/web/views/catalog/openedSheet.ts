import type { Sheet } from './readSheet';
import type { SheetRun } from './sheetRun';

/** The current sheet and its forecasts, which are kept while other views are open. */
export interface OpenedSheet {
  sheet: Sheet | null;
  run: SheetRun | null;
}
