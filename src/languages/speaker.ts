import type { answers } from './en/answers';
import { methods } from './en/methods';
import type { Formats } from './formats';
import type { Say } from './translator';

/** Says what answers and reports hold, in one language. */
export interface Speaker {
  t: Say<typeof answers>;
  formats: Formats;
}

/** `new, known and young products`. */
export function listed({ t }: Speaker, parts: readonly string[]): string {
  return parts.reduceRight((rest, first, index) =>
    index === parts.length - 2 ? t('common.and', { first, last: rest }) : t('common.comma', { first, rest }),
  );
}

/** Clauses as one sentence. */
export function sentenceOf({ t }: Speaker, clauses: readonly string[]): string {
  return t('common.sentence', {
    text: clauses.reduceRight((rest, first) => t('common.join', { first, rest })),
  });
}

/** A model or method of an evaluation in the speaker's language; one that has no name there by its own. */
export function methodNamed({ t }: Speaker, name: string): string {
  return isKnownMethod(name) ? t(`methods.name.${name}`) : name;
}

/** Whether the page has words for a method. */
export function isKnownMethod(name: string): name is keyof typeof methods.name {
  return name in methods.name;
}
