import type { Evaluation } from '../../contract/evaluation';
import { demandSections } from './demandSections';
import { html, Html } from './html';
import { methodSection } from './method';
import { loadPlot } from './plot';
import { STYLE } from './style';
import { tableSections } from './tableSections';

/** The report as one HTML file that needs nothing else: no script, no font, no address outside it. */
export async function reportPage(evaluation: Evaluation): Promise<string> {
  const plot = await loadPlot();
  const { verdict, data } = evaluation;
  const sections =
    evaluation.mode === 'demand' ? demandSections(plot, evaluation) : tableSections(plot, evaluation);
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Does text help? ${data.source}</title>
      <style>
        ${new Html(STYLE)}
      </style>
    </head>
    <body>
      <main>
        <h1>Does text help to forecast ${data.source}?</h1>
        <p class="headline">${verdict.headline}</p>
        <ul class="verdict">
          ${verdict.sentences.map(({ outcome, text }) => html`<li class="${outcome}">${text}</li>`)}
        </ul>
        <p class="facts">${facts(evaluation)}</p>
        ${sections} ${methodSection(evaluation)}
      </main>
    </body>
  </html>`;
  return `<!doctype html>\n${page.markup}\n`;
}

function facts(evaluation: Evaluation): string {
  const { data, seeds } = evaluation;
  const count = (value: number) => value.toLocaleString('en-US');
  const seedText = `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`;
  if (evaluation.mode === 'table') {
    return `${count(data.rows)} rows, ${evaluation.folds} folds, ${seedText}.`;
  }
  const { origins, horizon } = evaluation;
  return (
    `${count(data.skus)} products, ${data.first_week} to ${data.last_week}; forecasts of ${horizon} weeks ` +
    `made on ${origins.join(', ')}; ${seedText}.`
  );
}
