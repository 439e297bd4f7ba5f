import { z } from 'zod';

export const TASKS = ['NEW', 'KNOWN', 'YOUNG'] as const;
/** NEW: first sold within the horizon of the origin; KNOWN: established; YOUNG: first sold shortly before the origin. */
export const task = z.enum(TASKS);
export type Task = z.infer<typeof task>;

/** Something of each task. */
export function byTask<T>(make: (task: Task) => T): Record<Task, T> {
  return { NEW: make('NEW'), KNOWN: make('KNOWN'), YOUNG: make('YOUNG') };
}
