import { Option, type Command } from 'commander';
import type { Job, ListedJob } from '../contract/jobs';
import { DEFAULTS } from '../contract/settings';
import { openDatabase } from '../registry/database/database';
import { jobsFile } from '../registry/jobs/jobFiles';
import { JobStore } from '../registry/jobs/jobs';
import { JOBS } from '../registry/database/migrations';
import { refuseViewFile } from '../registry/shared/viewPlace';
import { checkCatalog } from './dataOption';
import { printResult, wholeNumber } from './command';
import { encoderOption } from './encoderOption';
import { doneText, inCommands } from './jobText';
import { followJobs } from './followJobs';

interface JobsOptions {
  db: string;
  encoder: string;
  json?: boolean;
}

/** `shelfcast jobs`: the trainings of a catalog. */
export function registerJobs(program: Command): void {
  const jobs = program.command('jobs').description('Shows, cancels and runs the trainings of a catalog.');
  const onStore = (command: Command): Command =>
    command
      .addOption(
        new Option('--db <file>', 'SQLite file of the catalog').default(DEFAULTS.db).env('SHELFCAST_DB'),
      )
      .option('--json', 'print JSON');
  const id = ['<id>', 'number of the job', wholeNumber(1, 1e15)] as const;
  onStore(jobs.command('list').description('Lists the trainings, the latest first.')).action(
    ({ db, json }: JobsOptions) =>
      withStore(db, (store) => {
        const all = store.list().map((job) => inCommands(job, db));
        printResult(json, { jobs: all }, all.map(line).join('\n') || 'No training was asked for yet.');
      }),
  );
  onStore(jobs.command('show').description('Shows the progress of a training, and how its model compares.'))
    .argument(...id)
    .action((job: number, { db, json }: JobsOptions) =>
      withStore(db, (store) => {
        const found = inCommands(store.get(job), db);
        printResult(json, found, shown(found));
      }),
    );
  onStore(jobs.command('cancel').description('Cancels a waiting or running training.'))
    .argument(...id)
    .action((job: number, { db, json }: JobsOptions) =>
      withStore(db, (store) => {
        refuseViewFile(db);
        const cancelled = store.cancel(job);
        printResult(json, cancelled, line(cancelled));
      }),
    );
  onStore(jobs.command('run').description('Runs the waiting trainings, without a server.'))
    .addOption(encoderOption())
    .action(({ db, encoder, json }: JobsOptions) =>
      withStore(db, async (store) => {
        refuseViewFile(db);
        const waiting = store.list().filter(({ state }) => state === 'queued' || state === 'running');
        await followJobs(
          { database: db, encoder },
          store,
          waiting.map(({ id: one }) => one),
          json,
        );
        const ended = waiting.map(({ id: one }) => inCommands(store.get(one), db));
        printResult(json, { jobs: ended }, ended.map(shown).join('\n') || 'No training waits.');
      }),
    );
}

/** Opens the trainings of an existing catalog. */
async function withStore(db: string, work: (store: JobStore) => void | Promise<void>): Promise<void> {
  checkCatalog(db);
  const database = openDatabase(jobsFile(db), JOBS);
  try {
    await work(new JobStore(database));
  } finally {
    database.close();
  }
}

function line({ id, model, state, step, created, error }: ListedJob): string {
  const at = state === 'running' && step !== null ? `, ${step}` : '';
  return `${id}  ${state}${at}  ${model ?? ''}  ${created.slice(0, 16).replace('T', ' ')}${error === null ? '' : `  ${error}`}`;
}

function shown(job: Job): string {
  const lines = job.log.map(({ at, line: said }) => `  ${at.slice(0, 19).replace('T', ' ')}  ${said}`);
  return [line(job), ...lines, ...(job.result ? [doneText(job.result)] : [])].join('\n');
}
