import { z } from 'zod';

export const count = z.number().int().nonnegative();
export const share = z.number().min(0).max(1);
export const figure = z.number();
export const orNull = figure.nullable();
