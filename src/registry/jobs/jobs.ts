import { certain } from '../../common/certain';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import {
  type Job,
  JOB_STEPS,
  type JobResult,
  type JobState,
  type JobStep,
  type ListedJob,
} from '../../contract/jobs';
import type { Database } from '../database/database';
import { type JobRow, jobStatements, type NewJob } from './jobStatements';

const MOST_QUEUED = 16;
const LONGEST_LINE = 500;
/** Processes that may end in one step before the job counts as failed. */
const MOST_STARTS = 5;

/** A job, for the process that runs it. */
export interface ClaimedJob extends NewJob {
  id: number;
  /** Changes when the job has to start over. */
  epoch: number;
}

/** Trainings that wait, run or have ended, in order of arrival. The holder of their lock runs them. */
export class JobStore {
  private readonly statements: ReturnType<typeof jobStatements>;
  private readonly inTransaction: <T>(work: () => T) => T;

  constructor(database: Database) {
    this.statements = jobStatements(database);
    const transaction = database.transaction((work: () => unknown) => work());
    this.inTransaction = (work) => transaction.immediate(work) as ReturnType<typeof work>;
  }

  /**
   * Adds a job to the end of the queue; if it is given a number, only if that job is not there yet. Throws
   * `queue_full`, or `invalid` if another open job makes this model.
   */
  add(job: NewJob, { id = null, created = now() }: { id?: number | null; created?: string } = {}): number {
    return this.inTransaction(() => {
      if (id !== null && this.statements.get.get(id)) return id;
      if (certain(this.statements.open.get(), 'count') >= MOST_QUEUED) {
        throw new ShelfcastError(
          'queue_full',
          `${MOST_QUEUED} trainings wait already; cancel some, or wait.`,
          {
            retryAfterSeconds: 60,
          },
        );
      }
      const other = job.model === null ? undefined : this.statements.named.get(job.model);
      if (other !== undefined) {
        const message = `job ${other} trains a model of this name`;
        throw new ShelfcastError('invalid', `name: ${message}`, { issues: [{ path: 'name', message }] });
      }
      this.statements.forgetOld.run();
      return certain(this.statements.add.get({ horizon: null, ...job, id, created }), 'number of the job');
    });
  }

  /** The latest first. */
  list(): ListedJob[] {
    return this.statements.list.all().map((row) => this.shown(row));
  }

  /** Throws `not_found`. */
  get(id: number): Job {
    const row = this.statements.get.get(id);
    if (!row)
      throw new ShelfcastError('not_found', `There is no job ${id}; see GET /jobs or shelfcast jobs list.`);
    return { ...this.shown(row), log: this.statements.lines.all(id) };
  }

  /** Whether a job waits or runs. */
  get hasOpen(): boolean {
    return certain(this.statements.open.get(), 'count') > 0;
  }

  /** Cancels a job that has not ended. Throws `not_found`, or `job_ended` if it has. */
  cancel(id: number): Job {
    if (this.statements.cancel.run(now(), id).changes === 0) {
      const { state } = this.get(id);
      const why = state === 'running' ? 'is registering its model' : `is ${state}`;
      throw new ShelfcastError('job_ended', `Job ${id} ${why}; there is nothing left to cancel.`);
    }
    return this.get(id);
  }

  /** Restarts every job that has not ended, because the data that it read from the catalog are no longer valid. */
  restartAll(): void {
    this.inTransaction(() => {
      this.statements.forgetSteps.run();
      this.statements.restart.run();
    });
  }

  /**
   * The job to run: the one whose process ended while running it, or the one that waits longest. A job whose processes
   * keep ending in the same step fails.
   */
  claim(): ClaimedJob | null {
    return this.inTransaction(() => {
      for (let row = this.statements.next.get(); row; row = this.statements.next.get()) {
        if (row.starts < MOST_STARTS) {
          this.statements.start.run(now(), row.id);
          const { id, model, until, promote, horizon, epoch } = row;
          return { id, model, until, promote, horizon, epoch };
        }
        const where = row.step === null ? 'before its first step' : `in the step '${row.step}'`;
        this.fail(row.id, `its process ended ${row.starts} times ${where}; it may lack memory`, [
          found('training_ended', { times: row.starts }),
        ]);
      }
      return null;
    });
  }

  /** Whether a job is still to be run as it was claimed. */
  isWanted({ id, epoch }: ClaimedJob): boolean {
    const row = this.statements.get.get(id);
    return row?.state === 'running' && row.epoch === epoch;
  }

  /** Starts a step; false if the job is no longer wanted. */
  enter(id: number, step: JobStep): boolean {
    return this.statements.enter.run(step, id).changes > 0;
  }

  progress(id: number, stage: string, done: number, of: number): void {
    this.statements.progress.run(JSON.stringify({ stage, done, of }), id);
  }

  /** Sets the name of a job's model. */
  name(id: number, model: string): void {
    this.statements.name.run(model, id);
  }

  finishStep(id: number, step: JobStep, seconds: number, result: unknown): void {
    this.inTransaction(() => {
      this.statements.putStep.run(id, step, seconds, JSON.stringify(result));
      this.statements.steady.run(id);
    });
  }

  /** The result of a finished step; undefined if it has not finished. */
  resultOf<T>(id: number, step: JobStep): T | undefined {
    const result = this.statements.step.get(id, step);
    return result === undefined ? undefined : (JSON.parse(result) as T);
  }

  say(id: number, line: string): void {
    this.inTransaction(() => {
      this.statements.say.run(id, now(), line.slice(0, LONGEST_LINE));
      this.statements.shorten.run(id, id);
    });
  }

  finish(id: number, result: JobResult): void {
    this.statements.end.run({ id, state: 'done', now: now(), error: null, result: JSON.stringify(result) });
  }

  /** `reasons`: the error as codes. */
  fail(id: number, error: string, reasons: readonly Found[] = []): void {
    const result = reasons.length > 0 ? JSON.stringify({ reasons }) : null;
    this.statements.end.run({ id, state: 'failed', now: now(), error, result });
  }

  private shown({
    id,
    model,
    until,
    promote,
    horizon,
    state,
    step,
    created,
    started,
    ended,
    error,
    ...row
  }: JobRow): ListedJob {
    const finished = new Map(this.statements.steps.all(id).map((one) => [one.step, one]));
    return {
      ...{ id, model, until, promote, horizon, state, step, created, started, ended, error },
      progress: row.progress === null ? null : (JSON.parse(row.progress) as Job['progress']),
      steps: JOB_STEPS.filter((one) => finished.has(one)).map((one) => certain(finished.get(one), one)),
      ...outcome(state, row.result),
    };
  }
}

/** The outcome of a job as stored: the result if it is done, the reason if it failed. */
function outcome(state: JobState, text: string | null): Pick<Job, 'result' | 'reasons'> {
  const held: unknown = text === null ? null : JSON.parse(text);
  return state === 'failed'
    ? { result: null, reasons: (held as Pick<Job, 'reasons'> | null)?.reasons ?? [] }
    : { result: held as JobResult | null, reasons: [] };
}

function now(): string {
  return new Date().toISOString();
}
