import Papa from 'papaparse';
import type { Order } from '../../../contract/orders';
import type { SheetResult, SheetRun } from './sheetRun';

/** Saves what came of every line as CSV; a cell that a spreadsheet would run as a formula is written as text. */
export function downloadResults(run: SheetRun): void {
  const weeks = run.results[0]?.forecast.forecast.length ?? 0;
  const leftOut = new Map<number, string[]>();
  for (const { line, reason } of run.leftOut) leftOut.set(line, [...(leftOut.get(line) ?? []), reason]);
  const unanswered = run.unanswered.map((line) => ({ line, reason: 'no answer came' }));
  const rows = [
    ...run.results.map((result) => ({
      ...forecastRow(result),
      ...orderCells(run.orderRun?.orders.get(result.line)),
      left_out: (leftOut.get(result.line) ?? []).join('; '),
    })),
    ...[...run.bad, ...unanswered].map(({ line, reason }) => ({ line, no_forecast_because: reason })),
  ].sort((a, b) => a.line - b.line);
  const columns = [
    ...['line', 'sku', 'description'],
    ...Array.from({ length: weeks }, (_, index) => `week_${index + 1}_mean`),
    ...['total_p10', 'total_p50', 'total_p90', 'total_mean'],
    ...(run.orderRun ? ['order', 'service', 'short', 'left', 'revenue', 'margin'] : []),
    ...['warnings', 'left_out', 'no_forecast_because'],
  ];
  save(Papa.unparse(rows, { columns, escapeFormulae: true }), run.name);
}

function forecastRow({ line, sku, description, forecast: { forecast, total, warnings } }: SheetResult) {
  return {
    line,
    sku,
    description,
    ...Object.fromEntries(forecast.map((week, index) => [`week_${index + 1}_mean`, round(week.mean)])),
    total_p10: round(total.p10),
    total_p50: round(total.p50),
    total_p90: round(total.p90),
    total_mean: round(total.mean),
    warnings: warnings.map((warning) => warning.message).join('; '),
  };
}

function orderCells(order: Order | undefined) {
  if (!order) return {};
  const { short, left, revenue, margin } = order.expected;
  return { order: order.quantity, service: order.service, short, left, revenue, margin };
}

/** With a byte order mark, without which spreadsheets take UTF-8 for something else. */
function save(csv: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv' }));
  link.download = `forecast-${name.replace(/\.[a-z]+$/i, '').replace(/[^\w-]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
