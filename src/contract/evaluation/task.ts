import { z } from 'zod';

export const TASKS = ['NEW', 'KNOWN', 'YOUNG'] as const;
/** NEW: first sold within the horizon of the origin; KNOWN: established; YOUNG: first sold shortly before the origin. */
export const task = z.enum(TASKS);
export type Task = z.infer<typeof task>;
