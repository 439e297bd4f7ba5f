import { readFile } from 'node:fs/promises';
import { messageOf } from '../common/thrown';
import { evaluation as evaluationSchema, type Evaluation } from '../contract/evaluation/evaluation';
import { ShelfcastError } from '../contract/errors';

/** Reads report.json of `evaluate`. Throws ShelfcastError if it is not a report. */
export async function readEvaluation(file: string): Promise<Evaluation> {
  try {
    return evaluationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new ShelfcastError(
      'invalid',
      `${file} is no report.json of evaluate: ${messageOf(cause).split('\n')[0]}`,
      { cause },
    );
  }
}
