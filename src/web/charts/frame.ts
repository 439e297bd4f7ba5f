import { day, month, percent, tick } from '../components/format';

/** Shared style of all charts: the page's font, light axes, no background. */
export const FRAME = {
  marginLeft: 44,
  marginTop: 26,
  style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px', fontFamily: 'inherit' },
} as const;

/** A y axis with a light grid, a few labels and no ticks, and its unit above; null if the unit is obvious. */
export function upright(label: string | null) {
  return {
    grid: true,
    label,
    labelArrow: 'none',
    ticks: 4,
    tickSize: 0,
    tickFormat: tick,
    nice: true,
  } as const;
}

/** Pixels: largest width of a month with its year. */
const TICK_WIDTH = 76;

/** A time axis with months, or with days if these are many pixels apart, in the page's language. */
export function timeAxis(width: number) {
  const tickFormat = (date: Date, at: number, all: readonly Date[] = []) => {
    const iso = date.toISOString().slice(0, 10);
    if (at % Math.ceil((all.length * TICK_WIDTH) / (width - FRAME.marginLeft)) !== 0) return '';
    return iso.endsWith('-01') ? month(iso) : day(iso);
  };
  return {
    type: 'utc',
    label: null,
    tickSize: 0,
    ticks: Math.max(3, Math.floor(width / 150)),
    tickFormat,
  } as const;
}

/** A square of up to 240 pixels with two shares, from 0 to 100%, and a grid at `ticks`. */
export function sharesFrame(width: number, ticks: readonly number[]) {
  const axis = { domain: [0, 1], ticks, tickFormat: percent, tickSize: 0, label: null, grid: true };
  return { ...FRAME, width, height: Math.min(width, 240), x: axis, y: axis };
}
