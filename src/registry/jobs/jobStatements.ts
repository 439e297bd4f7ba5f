import type { JobState, JobStep, Promotion } from '../../contract/jobs';
import type { Database } from '../database/database';

const MOST_ENDED = 100;
const MOST_LINES = 200;

/** A requested training. */
export interface NewJob {
  model: string | null;
  until: string | null;
  promote: Promotion;
  /** Weeks to forecast; null or left out: as many as the active model. */
  horizon?: number | null;
}

/** A job as stored. */
export interface JobRow extends NewJob {
  horizon: number | null;
  id: number;
  state: JobState;
  step: JobStep | null;
  progress: string | null;
  created: string;
  started: string | null;
  ended: string | null;
  starts: number;
  epoch: number;
  error: string | null;
  result: string | null;
}

/** The queries on the tables of jobs, their steps and their log lines. */
export function jobStatements(database: Database) {
  return {
    list: database.prepare<[], JobRow>('SELECT * FROM jobs ORDER BY id DESC'),
    get: database.prepare<[number], JobRow>('SELECT * FROM jobs WHERE id = ?'),
    open: database
      .prepare<[], number>("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')")
      .pluck(),
    named: database
      .prepare<[string], number>("SELECT id FROM jobs WHERE model = ? AND state IN ('queued', 'running')")
      .pluck(),
    add: database
      .prepare<[NewJob & { id: number | null; created: string }], number>(
        `INSERT INTO jobs (id, model, until, promote, horizon, state, created)
         VALUES (@id, @model, @until, @promote, @horizon, 'queued', @created) RETURNING id`,
      )
      .pluck(),
    forgetOld: database.prepare<[]>(
      `DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state NOT IN ('queued', 'running')
       ORDER BY id DESC LIMIT -1 OFFSET ${MOST_ENDED})`,
    ),
    next: database.prepare<[], JobRow>(
      `SELECT * FROM jobs WHERE state IN ('queued', 'running') ORDER BY state = 'running' DESC, id LIMIT 1`,
    ),
    start: database.prepare<[string, number]>(
      `UPDATE jobs SET state = 'running', started = coalesce(started, ?), starts = starts + 1 WHERE id = ?`,
    ),
    enter: database.prepare<[JobStep, number]>(
      "UPDATE jobs SET step = ?, progress = NULL WHERE id = ? AND state = 'running'",
    ),
    progress: database.prepare<[string, number]>('UPDATE jobs SET progress = ? WHERE id = ?'),
    putStep: database.prepare<[number, JobStep, number, string]>(
      'INSERT OR REPLACE INTO job_steps (job, step, seconds, result) VALUES (?, ?, ?, ?)',
    ),
    steady: database.prepare<[number]>('UPDATE jobs SET starts = 0 WHERE id = ?'),
    name: database.prepare<[string, number]>('UPDATE jobs SET model = ? WHERE id = ?'),
    step: database
      .prepare<[number, JobStep], string>('SELECT result FROM job_steps WHERE job = ? AND step = ?')
      .pluck(),
    steps: database.prepare<[number], { step: JobStep; seconds: number }>(
      'SELECT step, seconds FROM job_steps WHERE job = ?',
    ),
    end: database.prepare<
      [{ id: number; state: JobState; now: string; error: string | null; result: string | null }]
    >(
      `UPDATE jobs SET state = @state, ended = @now, progress = NULL, error = @error, result = @result
       WHERE id = @id AND state IN ('queued', 'running')`,
    ),
    cancel: database.prepare<[string, number]>(
      `UPDATE jobs SET state = 'cancelled', ended = ?, progress = NULL
       WHERE id = ? AND state IN ('queued', 'running') AND step IS NOT 'register'`,
    ),
    restart: database.prepare<[]>(
      `UPDATE jobs SET epoch = epoch + 1, starts = 0, step = NULL, progress = NULL
       WHERE state IN ('queued', 'running')`,
    ),
    forgetSteps: database.prepare<[]>(
      "DELETE FROM job_steps WHERE job IN (SELECT id FROM jobs WHERE state IN ('queued', 'running'))",
    ),
    say: database.prepare<[number, string, string]>('INSERT INTO job_lines (job, at, line) VALUES (?, ?, ?)'),
    shorten: database.prepare<[number, number]>(
      `DELETE FROM job_lines WHERE job = ? AND id NOT IN
       (SELECT id FROM job_lines WHERE job = ? ORDER BY id DESC LIMIT ${MOST_LINES})`,
    ),
    lines: database.prepare<[number], { at: string; line: string }>(
      'SELECT at, line FROM job_lines WHERE job = ? ORDER BY id',
    ),
  };
}
