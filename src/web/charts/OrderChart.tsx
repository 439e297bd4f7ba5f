import * as Plot from '@observablehq/plot';
import type { Order } from '../../contract/orders';
import { percent, tick, units } from '../components/format';
import { exceedance, type Exceedance } from './exceedance';
import { FRAME, upright } from './frame';
import { PlotFigure } from './PlotFigure';
import { t } from '../languages/speech';

/** With fewer points, units are whole numbers, whose probabilities form steps. */
const STEPS = 20;

/** The distribution of demand and the stock: demand that the stock covers in one colour, the rest in another. */
export function OrderChart({ order }: { order: Order }) {
  const { distribution, stock } = order;
  const { met, beyond } = exceedance(order);
  const most = (beyond.at(-1) ?? met.at(-1)!).units;
  const curve = distribution.length > STEPS ? 'linear' : 'step-after';
  const area = (points: Exceedance[], fill: string) =>
    Plot.areaY(points, { x: 'units', y: 'chance', fill, curve });
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 190,
      marginRight: 20,
      marginTop: 30,
      marginBottom: 40,
      x: {
        domain: [0, most],
        label: t('order.chart.demanded'),
        labelAnchor: 'right',
        labelArrow: false,
        labelOffset: 34,
        ticks: 6,
        tickSize: 0,
        tickFormat: tick,
      },
      y: { ...upright(null), domain: [0, 1], tickFormat: percent },
      marks: [
        area(met, 'var(--up)'),
        area(beyond, 'var(--down)'),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        ...(stock <= most
          ? [
              Plot.ruleX([Math.max(stock, 0)], { stroke: 'var(--ink)', strokeWidth: 2 }),
              Plot.text([Math.max(stock, 0)], {
                x: (value: number) => value,
                frameAnchor: 'top',
                dy: -18,
                text: () => t('order.chart.stock', { units: units(stock) }),
                fill: 'var(--ink)',
                fontWeight: 600,
                textAnchor: stock > most * 0.8 ? 'end' : stock < most * 0.2 ? 'start' : 'middle',
              }),
            ]
          : []),
      ],
    });
  const label = t('order.chart.said', {
    low: units(order.demand.p10),
    high: units(order.demand.p90),
    stock: units(stock),
    service: percent(order.service),
  });
  return <PlotFigure draw={draw} drawnFrom={JSON.stringify([distribution, stock])} label={label} />;
}
