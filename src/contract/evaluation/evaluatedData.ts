import { z } from 'zod';
import { keysOf } from '../../common/keysOf';
import { FINDINGS } from '../findings';
import { isoDay } from '../item';
import { count } from './figures';

/**
 * What was kept and dropped when reading the data, and why; `rows` of a finding: how many were affected, 0 for the data
 * as a whole.
 */
const finding = z
  .object({
    reason: z.string(),
    /** Reports of earlier versions have no code. */
    code: z.enum(keysOf(FINDINGS)).optional(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    rows: count,
    examples: z.array(z.object({ line: count, value: z.string() })),
  })
  .meta({ id: 'ReadingFinding' });

const reading = z
  .object({ rows: count, kept: count, dropped: z.array(finding), notes: z.array(finding) })
  .meta({ id: 'Reading' });

export const evaluatedData = z
  .object({
    source: z.string(),
    hash: z.string(),
    rows: count,
    skus: count,
    first_week: isoDay.nullable(),
    last_week: isoDay.nullable(),
    reading: reading.optional(),
  })
  .meta({ id: 'EvaluatedData' });

export type Reading = z.infer<typeof reading>;
