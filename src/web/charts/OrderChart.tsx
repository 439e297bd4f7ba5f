import * as Plot from '@observablehq/plot';
import type { Order } from '../../contract/orders';
import { percent, units } from '../components/format';
import { FRAME } from './frame';
import { PlotFigure } from './PlotFigure';

/** What may be demanded, and the stock in it: what it meets in one colour, what not in another. */
export function OrderChart({ order }: { order: Order }) {
  const { distribution, stock } = order;
  const bars = distribution.map(({ units: to, at_most }, at) => ({
    from: at === 0 ? to - stepOf(distribution) : distribution[at - 1]!.units,
    to,
    share: Math.max(0, at_most - (distribution[at - 1]?.at_most ?? 0)),
    met: to <= stock,
  }));
  const most = Math.max(distribution.at(-1)!.units, Math.min(stock, 2 * distribution.at(-1)!.units));
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 190,
      marginLeft: 12,
      marginRight: 20,
      marginTop: 30,
      marginBottom: 40,
      x: {
        domain: [bars[0]!.from, most],
        label: 'units demanded',
        labelAnchor: 'right',
        labelArrow: false,
        labelOffset: 34,
        ticks: 6,
        tickSize: 0,
      },
      y: { axis: null },
      marks: [
        Plot.rectY(bars, {
          x1: 'from',
          x2: 'to',
          y: 'share',
          fill: ({ met }: (typeof bars)[number]) => (met ? 'var(--up)' : 'var(--down)'),
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        ...(stock <= most
          ? [
              Plot.ruleX([Math.max(stock, bars[0]!.from)], { stroke: 'var(--ink)', strokeWidth: 2 }),
              Plot.text([stock], {
                x: (value: number) => value,
                frameAnchor: 'top',
                dy: -18,
                text: (value: number) => `stock ${units(value)}`,
                fill: 'var(--ink)',
                fontWeight: 600,
                textAnchor: stock > most * 0.8 ? 'end' : stock < most * 0.2 ? 'start' : 'middle',
              }),
            ]
          : []),
      ],
    });
  const label = `Demand from ${units(order.demand.p10)} to ${units(order.demand.p90)} in 8 cases of 10; a stock of ${units(stock)} meets it in ${percent(order.service)} of cases.`;
  return <PlotFigure draw={draw} drawnFrom={JSON.stringify([distribution, stock])} label={label} />;
}

function stepOf(distribution: Order['distribution']): number {
  return distribution.length > 1 ? distribution[1]!.units - distribution[0]!.units : 1;
}
