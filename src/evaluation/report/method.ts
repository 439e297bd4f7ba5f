import type { Evaluation, Reading } from '../../contract/evaluation';
import { html, type Html } from './html';

/** How the figures came about, in terms that a reader can check. */
export function methodSection(evaluation: Evaluation): Html {
  const entries: (readonly [string, string])[] =
    evaluation.mode === 'demand'
      ? [
          [
            'No look ahead',
            'For each forecast date everything that is fitted (networks, words and their weights, scales, neighbours) has seen ' +
              'the weeks before it and nothing else. A new product is known by the description and price of its launch.',
          ],
          [
            'The comparison',
            'With text and numbers only are the same network, the same seeds and the same rows; only the text columns differ.',
          ],
          [
            'Sure',
            'Products are drawn at random 2,000 times, all weeks of a product together; a difference is sure when 95% of ' +
              'the draws agree on its sign and it is at least twice the spread between seeds. All else is no difference.',
          ],
          [
            'Shuffled descriptions',
            'The text-aware model fitted anew after descriptions were exchanged between products: a gain that stays ' +
              'does not come from the words.',
          ],
          [
            'Average of the best two',
            'The two models with the least error on the first half of the forecast dates, averaged; its figures cover all ' +
              'dates and are therefore slightly optimistic.',
          ],
          [
            'Median and mean',
            'The median is right as often too high as too low, and is judged by WAPE. Medians of slow sellers add up too low, ' +
              'so totals are judged by their mean.',
          ],
        ]
      : [
          [
            'No look ahead',
            'Rows are dealt into folds at random; each fold is forecast by models that have seen the other folds alone.',
          ],
          [
            'The comparison',
            'With text and numbers only are the same network, the same seeds and the same rows; only the text columns differ.',
          ],
          [
            'Sure',
            'Rows are drawn at random 2,000 times; a difference is sure when 95% of the draws agree on its sign and it is at ' +
              'least twice the spread between seeds. All else is no difference.',
          ],
        ];
  const { data, encoder, created } = evaluation;
  return html`<section>
    <h2>Method</h2>
    <dl>
      ${entries.map(
        ([term, meaning]) =>
          html`<dt>${term}</dt>
            <dd>${meaning}</dd>`,
      )}
      ${
        encoder === null
          ? null
          : html`<dt>Encoder</dt>
              <dd>${encoder}</dd>`
      }
      <dt>Data</dt>
      <dd>${data.source}, ${data.rows.toLocaleString('en-US')} rows, SHA-256 ${data.hash.slice(0, 16)}</dd>
      ${
        data.reading && data.reading.dropped.length + data.reading.notes.length > 0
          ? html`<dt>What reading dropped</dt>
              ${findings(data.reading).map((text) => html`<dd>${text}</dd>`)}`
          : null
      }
      <dt>Made</dt>
      <dd>${created.slice(0, 16).replace('T', ' ')} UTC</dd>
    </dl>
  </section>`;
}

function findings({ dropped, notes }: Reading): string[] {
  const counted = (rows: number, reason: string) =>
    rows > 0 ? `${rows.toLocaleString('en-US')} rows: ${reason}` : reason;
  return [
    ...[...dropped].sort((a, b) => b.rows - a.rows).map(({ rows, reason }) => counted(rows, reason)),
    ...notes.map(({ rows, reason }) => `Kept, but: ${counted(rows, reason)}`),
  ];
}
