import { parseHTML } from 'linkedom';
import type * as PlotModule from '@observablehq/plot';
import { NUMERIC_ONLY, TEXT_AWARE } from '../../contract/modelNames';
import { Html } from './html';

export type Plot = typeof PlotModule;

/** Colours by role; the page's style sheet gives them their values, for light and for dark. */
export const COLOURS = {
  text: 'var(--text-aware)',
  numeric: 'var(--numeric-only)',
  other: 'var(--other)',
  actual: 'var(--actual)',
  muted: 'var(--muted)',
} as const;

/** Observable Plot, an ES module, loaded once. */
export function loadPlot(): Promise<Plot> {
  return import('@observablehq/plot');
}

/** Draws a chart as SVG without a browser; `label` says in words what it shows. */
export function draw({ plot }: { plot: Plot }, options: PlotModule.PlotOptions, label: string): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const chart = plot.plot({
    style: { fontSize: '12px', background: 'transparent', overflow: 'visible' },
    ...options,
    document,
  });
  const svg = chart.tagName.toLowerCase() === 'svg' ? chart : chart.querySelector('svg');
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', label);
  return new Html(chart.outerHTML);
}

/** The colour of a model's marks: the two that are compared stand out, all others stay behind. */
export function colourOf(model: string): string {
  if (model === TEXT_AWARE) return COLOURS.text;
  return model === NUMERIC_ONLY ? COLOURS.numeric : COLOURS.other;
}

/** Pixels that a text of a chart takes about: wide signs twice as much as Latin letters. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12.5 : 6.8), 0);
}
