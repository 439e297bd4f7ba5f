import { inCurrency } from '../../components/format';
import { warningText } from '../../components/warningText';
import { t } from '../../languages/speech';
import type { SheetResult, SheetRun } from './sheetRun';

type Cell = string | number | null;

/** The result of every line of a sheet, in order, with the sheet's and the forecast's columns. */
export interface ResultRows {
  header: string[];
  rows: Cell[][];
}

const PLAIN_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

/** Every line of the sheet as read, with its forecast, its order, and notes. */
export function resultRows(run: SheetRun): ResultRows {
  const { sheet, results, orderRun } = run;
  const forecasts = new Map(results.map((result) => [result.line, result]));
  const leftOut = gathered(run.leftOut);
  const without = gathered([
    ...run.bad,
    ...run.unanswered.map((line) => ({ line, reason: t('sheets.unanswered_line') })),
  ]);
  const weeks = results[0]?.forecast.forecast.length ?? 0;
  const own = [
    ...Array.from({ length: weeks }, (_, week) => t('sheets.column.week', { week: String(week + 1) })),
    ...[t('sheets.column.p10'), t('sheets.column.p50'), t('sheets.column.p90'), t('sheets.column.mean')],
    ...(orderRun
      ? (['order', 'service', 'short', 'left', 'revenue', 'margin'] as const).map((name) => columnName(name))
      : []),
    ...[t('sheets.column.warnings'), t('sheets.column.left_out'), t('sheets.column.without')],
  ];
  const read = cellReader(run);
  const lines = [...sheet.rows, ...sheet.ragged].sort((a, b) => a.line - b.line);
  const rows = lines.map(({ line, cells }): Cell[] => {
    const result = forecasts.get(line);
    return [
      line,
      ...sheet.columns.map((_, at) => read(cells[at] ?? '', at)),
      ...forecastCells(result, weeks),
      ...(orderRun ? orderCells(run, line) : []),
      result?.forecast.warnings.map(warningText).join(' ') ?? null,
      leftOut.get(line) ?? null,
      without.get(line) ?? null,
    ];
  });
  return {
    header: distinct([t('sheets.column.line'), ...sheet.columns, ...own], sheet.columns.length),
    rows,
  };
}

function columnName(name: 'order' | 'service' | 'short' | 'left' | 'revenue' | 'margin'): string {
  const said = t(`sheets.column.${name}`);
  return name === 'revenue' || name === 'margin' ? inCurrency(said) : said;
}

/** A cell's original value: a number if its whole column has plain numbers, but never for product codes. */
function cellReader({ sheet, skuColumn }: SheetRun): (cell: string, at: number) => Cell {
  const numbers = sheet.columns.map(
    (name, at) =>
      name !== skuColumn &&
      sheet.rows.every(({ cells }) => cells[at]!.trim() === '' || PLAIN_NUMBER.test(cells[at]!.trim())),
  );
  return (cell, at) => {
    if (cell.trim() === '') return null;
    return numbers[at] && PLAIN_NUMBER.test(cell.trim()) ? Number(cell) : cell;
  };
}

function forecastCells(result: SheetResult | undefined, weeks: number): Cell[] {
  if (!result) return new Array<Cell>(weeks + 4).fill(null);
  const { forecast, total } = result.forecast;
  return [...forecast.map(({ mean }) => mean), total.p10, total.p50, total.p90, total.mean].map(rounded);
}

function orderCells({ orderRun }: SheetRun, line: number): Cell[] {
  const order = orderRun!.orders.get(line);
  if (!order) return new Array<Cell>(6).fill(null);
  const { short, left, revenue, margin } = order.expected;
  return [order.quantity, order.service, short, left, revenue, margin];
}

function gathered(lines: readonly { line: number; reason: string }[]): Map<number, string> {
  const all = new Map<number, string>();
  for (const { line, reason } of lines) all.set(line, [all.get(line), reason].filter(Boolean).join('; '));
  return all;
}

/** Forecast columns are renamed if the sheet has columns of the same name. */
function distinct(names: readonly string[], ofSheet: number): string[] {
  const taken = new Set(names.slice(1, ofSheet + 1));
  return names.map((name, at) => {
    if (at >= 1 && at <= ofSheet) return name;
    let own = name;
    while (taken.has(own)) own = `${own} *`;
    taken.add(own);
    return own;
  });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
