import type { Database } from '../database/database';

/** What other servers learn about a training. */
export interface ToldJob {
  /** Id of the server that runs it; null while none does. */
  runner: string | null;
  row: Record<string, unknown> & { id: number };
  steps: { step: string; seconds: number }[];
  lines: { at: string; line: string }[];
}

const COLUMNS =
  'id, model, until, promote, state, step, progress, created, started, ended, starts, epoch, error, result, horizon, runner';

/** Trainings that this server runs, or has finished without reporting the end. */
export function jobsToTell(jobs: Database, server: string): ToldJob[] {
  return jobsWhere(jobs, "runner = ? AND (state = 'running' OR told_state IS NOT state)", server);
}

/** All trainings that are known. */
export function allJobs(jobs: Database): ToldJob[] {
  return jobsWhere(jobs, 'true');
}

function jobsWhere(jobs: Database, which: string, ...values: string[]): ToldJob[] {
  const rows = jobs
    .prepare<string[], ToldJob['row'] & { runner: string | null }>(
      `SELECT ${COLUMNS} FROM jobs WHERE ${which} ORDER BY id`,
    )
    .all(...values);
  const steps = jobs.prepare<[number], ToldJob['steps'][number]>(
    'SELECT step, seconds FROM job_steps WHERE job = ?',
  );
  const lines = jobs.prepare<[number], ToldJob['lines'][number]>(
    'SELECT at, line FROM job_lines WHERE job = ? ORDER BY id',
  );
  return rows.map((row) => ({
    ...{ runner: row.runner, row },
    ...{ steps: steps.all(row.id), lines: lines.all(row.id) },
  }));
}

/** Remembers which state of a training was sent to the others. */
export function jobTold(jobs: Database, { row }: ToldJob): void {
  jobs.prepare('UPDATE jobs SET told_state = ? WHERE id = ?').run(row.state, row.id);
}

/** Replaces what is known about a training with what another server sent. Results of its steps stay there. */
export function putJob(jobs: Database, { row, steps, lines }: ToldJob): void {
  jobs
    .transaction(() => {
      const names = COLUMNS.split(', ');
      jobs.prepare('DELETE FROM jobs WHERE id = ?').run(row.id);
      jobs
        .prepare(
          `INSERT INTO jobs (${COLUMNS}, told_state) VALUES (${names.map((name) => `@${name}`).join(', ')}, @state)`,
        )
        .run(row);
      const putStep = jobs.prepare(
        "INSERT INTO job_steps (job, step, seconds, result) VALUES (?, ?, ?, 'null')",
      );
      for (const { step, seconds } of steps) putStep.run(row.id, step, seconds);
      const putLine = jobs.prepare('INSERT INTO job_lines (job, at, line) VALUES (?, ?, ?)');
      for (const { at, line } of lines) putLine.run(row.id, at, line);
    })
    .immediate();
}

/** Takes over the trainings that have not ended: those that another server was running start over. */
export function takeJobs(jobs: Database, server: string): void {
  jobs
    .transaction(() => {
      const others = "state IN ('queued', 'running') AND runner IS NOT ?";
      jobs.prepare(`DELETE FROM job_steps WHERE job IN (SELECT id FROM jobs WHERE ${others})`).run(server);
      jobs
        .prepare(
          `UPDATE jobs SET runner = ?, epoch = epoch + 1, starts = 0, step = NULL, progress = NULL WHERE ${others}`,
        )
        .run(server, server);
    })
    .immediate();
}
