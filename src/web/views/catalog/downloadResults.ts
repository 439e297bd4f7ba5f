import Papa from 'papaparse';
import type { SheetResult } from './SheetForecast';

/** Saves the forecasts as CSV; a cell that a spreadsheet would run as a formula is written as text. */
export function downloadResults(results: SheetResult[], name: string): void {
  const rows = results.map(({ line, sku, description, forecast }) => ({
    line,
    sku,
    description,
    ...Object.fromEntries(forecast.forecast.map((week, index) => [`week_${index + 1}_p50`, round(week.p50)])),
    total_p10: round(forecast.total.p10),
    total_p50: round(forecast.total.p50),
    total_p90: round(forecast.total.p90),
    total_mean: round(forecast.total.mean),
    warnings: forecast.warnings.map((warning) => warning.message).join(' '),
  }));
  const csv = Papa.unparse(rows, { escapeFormulae: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv' }));
  link.download = `forecast-${name.replace(/\.[a-z]+$/i, '').replace(/[^\w-]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
