import type { ComponentChildren } from 'preact';

/** What a view is called, and what it is for. */
export function ViewHead({ title, about }: { title: string; about: ComponentChildren }) {
  return (
    <header class="view-head">
      <h1>{title}</h1>
      <p>{about}</p>
    </header>
  );
}
