import type { Reading } from '../../contract/evaluation/evaluatedData';
import type { Evaluation } from '../../contract/evaluation/evaluation';
import { foundIn } from '../../languages/found';
import { html, type Html } from './html';
import type { Reporter } from './reporter';

type Finding = Reading['notes'][number];

/** How the figures came about, in terms that a reader can check. */
export function methodSection(reporter: Reporter, evaluation: Evaluation): Html {
  const { t } = reporter;
  const entries =
    evaluation.mode === 'demand'
      ? ([
          ['ahead', 'aheadIs'],
          ['comparison', 'comparisonIs'],
          ['sure', 'sureIs'],
          ['shuffled', 'shuffledIs'],
          ['average', 'averageIs'],
          ['median', 'medianIs'],
        ] as const)
      : ([
          ['ahead', 'aheadTable'],
          ['comparison', 'comparisonIs'],
          ['sure', 'sureTable'],
        ] as const);
  const { data, encoder, created } = evaluation;
  return html`<section>
    <h2>${t('report.method.title')}</h2>
    <dl>
      ${entries.map(
        ([term, meaning]) =>
          html`<dt>${t(`report.method.${term}`)}</dt>
            <dd>${t(`report.method.${meaning}`)}</dd>`,
      )}
      ${
        encoder === null
          ? null
          : html`<dt>${t('report.method.encoder')}</dt>
              <dd>${encoder}</dd>`
      }
      <dt>${t('report.method.data')}</dt>
      <dd>
        ${t('report.method.dataIs', { source: data.source, rows: data.rows, hash: data.hash.slice(0, 16) })}
      </dd>
      ${
        data.reading && data.reading.dropped.length + data.reading.notes.length > 0
          ? html`<dt>${t('report.method.dropped')}</dt>
              ${findings(reporter, data.reading).map((text) => html`<dd>${text}</dd>`)}`
          : null
      }
      <dt>${t('report.method.made')}</dt>
      <dd>${created.slice(0, 16).replace('T', ' ')} UTC</dd>
    </dl>
  </section>`;
}

function findings(reporter: Reporter, { dropped, notes }: Reading): string[] {
  const { t } = reporter;
  const counted = ({ rows, code, values = {}, reason: english }: Finding) => {
    const reason = code ? foundIn(reporter, { code, values }) : english;
    return rows > 0 ? t('report.method.rows', { rows, reason }) : reason;
  };
  return [
    ...[...dropped].sort((a, b) => b.rows - a.rows).map(counted),
    ...notes.map((finding) => t('report.method.kept', { reason: counted(finding) })),
  ];
}
