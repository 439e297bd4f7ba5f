import { TASKS } from '../contract/evaluation';
import type { JobResult, TaskComparison } from '../contract/jobs';
import { counted } from './command';

const KINDS = { NEW: 'new products', KNOWN: 'known products', YOUNG: 'young products' };

/** What a training came to, for people. */
export function doneText({ model, products, trained_until, comparison, activated }: JobResult): string {
  const tasks = TASKS.flatMap((task) => comparison.tasks.filter((one) => one.task === task));
  return [
    `Trained ${model} on ${counted(products, 'product')} up to the week of ${trained_until}.`,
    comparison.sentence,
    ...tasks.map(taskText),
    activated ? `${model} is the active model.` : `${comparison.champion} stays the active model.`,
  ].join('\n');
}

function taskText({ task, products, challenger, champion, simple }: TaskComparison): string {
  const figures = [
    `new model ${figure(challenger.wape)}`,
    ...(champion ? [`active model ${figure(champion.wape)}`] : []),
    ...(simple ? [`${simple.name} ${figure(simple.wape)}`] : []),
  ];
  return `  ${KINDS[task]} (${products}), weekly WAPE: ${figures.join(', ')}`;
}

function figure(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}
