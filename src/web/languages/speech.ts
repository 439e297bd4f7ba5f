import { page } from '../../languages/en/page';
import { formatsOf, type Formats } from '../../languages/formats';
import type { Language } from '../../languages/language';
import type { Speaker } from '../../languages/speaker';
import { translatorOf } from '../../languages/translator';
import type { Words } from '../../languages/words';

let language: Language = 'en';
let formats = formatsOf('en-GB');
const translator = translatorOf(language, page, (value) => formats.count(value));

/** Translates a key to a sentence in the page's language. */
export const t = translator.t;

/** Joins sentences. */
export function inARow(sentences: readonly string[]): string {
  return sentences.reduce((first, rest) => t('common.after', { first, rest }));
}

export function currentLanguage(): Language {
  return language;
}

/** Formats numbers and days for the page's language. */
export function currentFormats(): Formats {
  return formats;
}

/** The translator for answers in the page's language. */
export function pageSpeaker(): Speaker {
  return { t, formats };
}

/** Switches to a language, with the numbers and days of a locale. */
export function speak(next: Language, words: Words, locale: string): void {
  translator.speak(next, words);
  language = next;
  formats = formatsOf(locale);
}
