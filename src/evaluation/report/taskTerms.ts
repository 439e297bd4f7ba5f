import type { Task } from '../../contract/evaluation';
import { html } from './html';

/** What each task is called, and what it is. */
export const TASK: Record<Task, { title: string; is: string }> = {
  NEW: {
    title: 'New products',
    is: 'Never sold before the forecast: only description, launch price and launch week are known.',
  },
  KNOWN: { title: 'Known products', is: 'Sold for more than eight weeks, and in the last half year.' },
  YOUNG: { title: 'Young products', is: 'First sold in the eight weeks before the forecast.' },
};

/** The colours of the models in every chart. */
export const KEY = html`<ul class="key">
  <li style="--c: var(--text-aware)">with text</li>
  <li style="--c: var(--numeric-only)">numbers only</li>
  <li style="--c: var(--other)">other methods</li>
</ul>`;
