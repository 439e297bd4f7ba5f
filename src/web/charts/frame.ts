import { day, month, percent, tick } from '../components/format';

/** What all charts share: text as on the page, quiet axes, no background. */
export const FRAME = {
  marginLeft: 44,
  marginTop: 26,
  style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px', fontFamily: 'inherit' },
} as const;

/** An upright axis with a light grid, a few figures, no ticks, and above it what it measures; null where that is plain. */
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

/** Pixels: what a month and its year take at most. */
const TICK_WIDTH = 76;

/** Time along the bottom: months, or days where these are many pixels apart, as the page's language writes them. */
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

/** A square at most 240 pixels high of two shares, from 0 to 100%, with a grid at `ticks`. */
export function sharesFrame(width: number, ticks: readonly number[]) {
  const axis = { domain: [0, 1], ticks, tickFormat: percent, tickSize: 0, label: null, grid: true };
  return { ...FRAME, width, height: Math.min(width, 240), x: axis, y: axis };
}
