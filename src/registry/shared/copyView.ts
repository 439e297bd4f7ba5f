import { certain } from '../../common/certain';
import { openDatabase } from '../database/database';
import { jobsFile } from '../jobs/jobFiles';
import { JOBS, REGISTRY } from '../database/migrations';
import { allJobs } from './jobRows';
import { type ViewPlace, viewPlace } from './viewPlace';

/**
 * Copies a view to a new file from which others can start: without removed data, and with the trainings as others see
 * them. Returns how far the copy is.
 */
export function copyView(file: string, to: string): ViewPlace {
  const database = openDatabase(file, REGISTRY);
  database.prepare('VACUUM INTO ?').run(to);
  database.close();
  const jobs = openDatabase(jobsFile(file), JOBS);
  const copy = openDatabase(to, REGISTRY);
  copy.exec('CREATE TABLE told_jobs (json TEXT NOT NULL)');
  const put = copy.prepare('INSERT INTO told_jobs (json) VALUES (?)');
  copy.transaction(() => allJobs(jobs).forEach((job) => put.run(JSON.stringify(job))))();
  const place = certain(viewPlace(copy), 'place in the log');
  // A single file, without a log next to it.
  copy.pragma('journal_mode = DELETE');
  copy.close();
  jobs.close();
  return place;
}
