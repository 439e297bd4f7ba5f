import { join } from 'node:path';
import type { Evaluation } from '../../contract/evaluation/evaluation';
import { writeWhole } from '../../common/writeWhole';
import { reportPage } from './page';
import type { Language } from '../../languages/language';

/** Writes report.json and, in a language, report.html into the directory, each whole or not at all. Returns their paths. */
export async function writeReport(
  directory: string,
  evaluation: Evaluation,
  language: Language = 'en',
): Promise<{ json: string; html: string }> {
  const json = join(directory, 'report.json');
  const html = join(directory, 'report.html');
  await writeWhole(json, `${JSON.stringify(evaluation)}\n`);
  await writeWhole(html, await reportPage(evaluation, language));
  return { json, html };
}
