import type { Sheet } from './readSheet';
import type { SheetRun } from './sheetRun';

/** The sheet at hand and its forecasts, which stay while one looks at other views. */
export interface Desk {
  sheet: Sheet | null;
  run: SheetRun | null;
}
