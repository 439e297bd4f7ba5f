/** What all charts share: text as on the page, quiet axes, no background. */
export const FRAME = {
  marginLeft: 44,
  style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px', fontFamily: 'inherit' },
} as const;

/** An upright axis with a light grid, a few figures, and no ticks. */
export const UPRIGHT = { grid: true, label: null, ticks: 4, tickSize: 0, nice: true } as const;
