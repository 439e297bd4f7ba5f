import { TASKS } from '../contract/evaluation/task';
import type { JobResult, TaskComparison } from '../contract/jobs';
import { counted } from './command';
import { shellWord } from '../common/shellWord';

const KINDS = { NEW: 'new products', KNOWN: 'known products', YOUNG: 'young products' };

/** A job as text; the next step is given as a command. */
export function inCommands<T extends { result: JobResult | null }>(job: T, db: string): T {
  return { ...job, result: job.result && { ...job.result, next: nextCommand(job.result, db) } };
}

/** The command that activates a model; null if it is active. */
function nextCommand({ model, activated }: JobResult, db: string): string | null {
  return activated ? null : `shelfcast models activate ${model} --db ${shellWord(db)}`;
}

/** The result of a training as text. */
export function doneText({ model, products, trained_until, comparison, activated, next }: JobResult): string {
  const tasks = TASKS.flatMap((task) => comparison.tasks.filter((one) => one.task === task));
  return [
    `Trained ${model} on ${counted(products, 'product')} up to the week of ${trained_until}.`,
    comparison.sentence,
    ...tasks.map(taskText),
    activated ? `${model} is the active model.` : `${comparison.champion} stays the active model.`,
    ...(next === null ? [] : [`To take the new one: ${next}`]),
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
