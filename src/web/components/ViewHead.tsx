import type { ComponentChildren } from 'preact';

/** The title and the purpose of a view. */
export function ViewHead({ title, about }: { title: string; about: ComponentChildren }) {
  return (
    <header class="view-head">
      <h1>{title}</h1>
      <p>{about}</p>
    </header>
  );
}
