import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { deviation, mean } from '../common/statistics';
import { demandEvaluation } from '../contract/evaluation/demandEvaluation';
import { taskReport } from '../contract/evaluation/taskReport';
import { manifest as manifestSchema, type Manifest, MODEL_FILES } from '../contract/manifest';
import type { ExpectedAccuracy, ExpectedWeeks } from '../contract/monitoring';

/** Fewer weeks cannot show how weeks vary. */
const FEWEST_WEEKS = 4;
const Z = 1.96;
/** The only part of an evaluation that is read; validating the rest takes ten times as long. */
const weeksOfTasks = demandEvaluation
  .pick({ format: true, mode: true })
  .extend({ tasks: z.array(taskReport.pick({ task: true, by_week: true })) });

/** What is known about a model besides its forecasts. */
export interface Expected {
  manifest: Manifest | null;
  accuracy: ExpectedAccuracy[];
  /** What is unknown, and why. */
  missing: string[];
}

/** Reads a model's directory: the weeks of its evaluation if there is one, else those held out in training. */
export async function readExpected(directory: string | null): Promise<Expected> {
  const manifest = directory === null ? null : await readManifest(directory);
  if (directory === null || manifest === null)
    return {
      manifest: null,
      accuracy: [],
      missing: ['The model that made the forecasts is not registered here.'],
    };
  const evaluated = await evaluatedWeeks(directory);
  const accuracy: ExpectedAccuracy[] = [];
  const missing: string[] = [];
  for (const task of ['NEW', 'KNOWN'] as const) {
    const found =
      intervalOf(
        evaluated.find((one) => one.task === task),
        'evaluation',
      ) ??
      intervalOf(
        manifest.expected?.accuracy.find((one) => one.task === task),
        'held-out weeks',
      );
    if (found) accuracy.push(found);
    else
      missing.push(
        `Neither the model's manifest nor its evaluation has ${FEWEST_WEEKS} weeks of ${task} products that it had not seen: train it again to have them.`,
      );
  }
  return { manifest, accuracy, missing };
}

/** A smaller bias does not count, however similar the weeks of the backtest were. */
const NOTABLE_BIAS = 0.1;

function intervalOf(
  expected: ExpectedWeeks | undefined,
  source: ExpectedAccuracy['source'],
): ExpectedAccuracy | null {
  if (!expected || expected.weeks.length < FEWEST_WEEKS) return null;
  const wape = oneMoreWeek(expected.weeks.map((week) => week.wape));
  const bias = oneMoreWeek(expected.weeks.map((week) => week.bias));
  const biasHalf = Math.max(NOTABLE_BIAS, bias.half);
  return {
    task: expected.task,
    source,
    weeks: expected.weeks.length,
    wape: wape.centre,
    low: Math.max(0, wape.centre - wape.half),
    high: wape.centre + wape.half,
    bias: bias.centre,
    bias_low: bias.centre - biasHalf,
    bias_high: bias.centre + biasHalf,
    coverage: mean(expected.weeks.map(({ coverage }) => coverage)),
  };
}

/** The prediction interval for one more week, by Student's t, assuming exchangeable weeks. */
function oneMoreWeek(weeks: readonly number[]): { centre: number; half: number } {
  const n = weeks.length;
  return { centre: mean(weeks), half: studentT(n - 1) * deviation(weeks) * Math.sqrt(1 + 1 / n) };
}

/** The .975 quantile of Student's t (Abramowitz and Stegun 26.7.5), within .01 from 4 degrees of freedom on. */
function studentT(degrees: number): number {
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

async function readManifest(directory: string): Promise<Manifest | null> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(directory, MODEL_FILES.manifest), 'utf8')));
  } catch {
    return null;
  }
}

async function evaluatedWeeks(directory: string): Promise<ExpectedWeeks[]> {
  try {
    const text = await readFile(join(directory, MODEL_FILES.evaluation), 'utf8');
    const { tasks } = weeksOfTasks.parse(JSON.parse(text));
    return tasks.flatMap(({ task, by_week: weeks }) => (task === 'YOUNG' || !weeks ? [] : [{ task, weeks }]));
  } catch {
    return [];
  }
}
