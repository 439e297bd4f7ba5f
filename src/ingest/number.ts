const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None']);
const LARGEST = 1e9;

/** A number's text: null when missing, NaN when it is no number (`1,234`, `£2`) or larger than `largest`. */
export function numberOf(text: string, largest = LARGEST): number | null {
  const trimmed = text.trim();
  if (MISSING.has(trimmed)) return null;
  const value = NUMBER.test(trimmed) ? Number(trimmed) : NaN;
  return Math.abs(value) <= largest ? value : NaN;
}
