import type { Evaluation } from '../../contract/evaluation/evaluation';
import { demandSections } from './demandSections';
import { html, Html } from './html';
import { methodSection } from './method';
import { type Reporter, reporterIn } from './reporter';
import { STYLE } from './style';
import { tableSections } from './tableSections';
import type { Language } from '../../languages/language';
import { verdictOfEvaluation } from '../../languages/verdict/verdict';

/** The report as one HTML file that needs nothing else: no script, no font, no address outside it. */
export async function reportPage(evaluation: Evaluation, language: Language = 'en'): Promise<string> {
  const reporter = await reporterIn(language);
  const { t } = reporter;
  const { source } = evaluation.data;
  const verdict = verdictOfEvaluation(reporter, evaluation);
  const sections =
    evaluation.mode === 'demand' ? demandSections(reporter, evaluation) : tableSections(reporter, evaluation);
  const page = html`<html lang="${reporter.language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${t('report.title', { source })}</title>
      <style>
        ${new Html(STYLE)}
      </style>
    </head>
    <body>
      <main>
        <h1>${t('report.heading', { source })}</h1>
        <p class="headline">${verdict.headline}</p>
        <ul class="verdict">
          ${verdict.sentences.map(({ outcome, text }) => html`<li class="${outcome}">${text}</li>`)}
        </ul>
        <p class="facts">${facts(reporter, evaluation)}</p>
        ${sections} ${methodSection(reporter, evaluation)}
      </main>
    </body>
  </html>`;
  return `<!doctype html>\n${page.markup}\n`;
}

function facts({ t }: Reporter, evaluation: Evaluation): string {
  const { data } = evaluation;
  const seeds = t('report.seeds', { count: evaluation.seeds.length });
  if (evaluation.mode === 'table') {
    const folds = t('report.folds', { count: evaluation.folds });
    return t('report.tableFacts', { rows: data.rows, folds, seeds });
  }
  return t('report.facts', {
    products: t('common.products', { count: data.skus }),
    first: data.first_week ?? '–',
    last: data.last_week ?? '–',
    weeks: t('common.weeks', { count: evaluation.horizon }),
    origins: evaluation.origins.join(', '),
    seeds,
  });
}
