import { keysOf } from '../../src/common/keysOf';
import type { Task } from '../../src/contract/evaluation/task';
import { TEXT_AWARE } from '../../src/contract/modelNames';
import { FEWEST_PRODUCTS } from '../../src/contract/certainty';
import { FIGURES } from './shopFigures';
import { againstOneMethod } from './oneMethod';
import type { Coverage, Figure, Pooled, Ratio } from './pool';

/** The served model's WAPE may be this many times that of the best simple method by hindsight. */
const BAR: Record<Task, number> = { NEW: 1.03, YOUNG: 1.02, KNOWN: 1.02 };
const TITLES: Record<Figure, string> = { weekly: 'weekly', total: 'total (median)', mean: 'total (mean)' };

/** A cell's task: every method's WAPE, the served one marked, and how it stands against the best simple one. */
export function cellText(one: Pooled): string {
  const draws = `${one.draws} ${one.draws === 1 ? 'draw' : 'draws'}`;
  const coverage = one.coverage ? `, ${coverageText(one.coverage)}` : '';
  const head = `${one.cell}, ${one.task}: ${draws}, ${one.products} products${coverage}`;
  const rows = one.wapes.map(({ method, wape }) => [
    `${method === TEXT_AWARE ? '>' : ' '} ${method}`,
    ...FIGURES.map((figure) => wape[figure].toFixed(3)),
  ]);
  const { ratios } = one;
  const against = ratios
    ? FIGURES.map((figure) => `  ${TITLES[figure]}: ${ratioText(ratios[figure])} of ${ratios[figure].best}`)
    : [`  no ratio: it takes ${TEXT_AWARE} and a simple method`];
  return [head, table([['  WAPE', ...FIGURES.map((figure) => TITLES[figure])], ...rows]), ...against].join(
    '\n',
  );
}

function coverageText({ share, error }: Coverage): string {
  const percent = (part: number) => (100 * part).toFixed(0);
  return `${percent(share)}%${error >= 0 ? ` ± ${percent(error)}%` : ''} within [p10, p90]`;
}

/** Which cells hold the bar, and which lie surely below the best simple method; one line a cell and task. */
export function summaryText(all: readonly Pooled[]): string {
  const judged = all.flatMap((one) => (one.ratios ? [{ ...one, ratios: one.ratios }] : []));
  const rows = judged.map(({ cell, task, products, ratios }) => [
    cell,
    task,
    ...FIGURES.map((figure) => `${ratioText(ratios[figure])} ${standing(ratios[figure], task, products)}`),
  ]);
  const counts = keysOf(BAR).flatMap((task) => {
    const own = judged.filter((one) => one.task === task);
    if (own.length === 0) return [];
    const said = FIGURES.map((figure) => {
      const ratios = own.map((one) => one.ratios[figure]);
      const held = ratios.filter(({ ratio }) => ratio <= BAR[task]).length;
      const below = own.filter((one) => isSurelyBelow(one.ratios[figure], one.products)).length;
      return `${TITLES[figure]} ${held} hold, ${below} surely below`;
    });
    const one = FIGURES.flatMap((figure) => {
      const against = againstOneMethod(own, figure);
      return against ? [`${TITLES[figure]} ${against.ratio.toFixed(3)} of ${against.method}`] : [];
    });
    return [
      `${task}, bar ${BAR[task]}, of ${own.length} cells: ${said.join('; ')}.`,
      ...(one.length > 0
        ? [`  Against the one simple method that is best over all of them: ${one.join('; ')}.`]
        : []),
    ];
  });
  const head = ['cell', 'task', ...FIGURES.map((figure) => TITLES[figure])];
  return [
    `${TEXT_AWARE} over the best simple method by hindsight, with 95% intervals`,
    table([head, ...rows]),
    ...counts,
  ].join('\n');
}

function standing(ratio: Ratio, task: Task, products: number): string {
  if (isSurelyBelow(ratio, products)) return 'below';
  return ratio.ratio <= BAR[task] ? 'holds' : 'ABOVE';
}

function isSurelyBelow({ high }: Ratio, products: number): boolean {
  return products >= FEWEST_PRODUCTS && high < 1;
}

function ratioText({ ratio, low, high }: Ratio): string {
  return `${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
