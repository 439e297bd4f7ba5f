import { html, type Html } from './html';
import type { Reporter } from './reporter';

/** The colours of the models in every chart. */
export function key({ t }: Reporter): Html {
  return html`<ul class="key">
    <li style="--c: var(--text-aware)">${t('report.key.text')}</li>
    <li style="--c: var(--numeric-only)">${t('report.key.numbers')}</li>
    <li style="--c: var(--other)">${t('report.key.other')}</li>
  </ul>`;
}
