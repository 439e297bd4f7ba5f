import { page } from '../../languages/en/page';
import { formatsOf, type Formats } from '../../languages/formats';
import type { Language } from '../../languages/language';
import type { Speaker } from '../../languages/speaker';
import { translatorOf } from '../../languages/translator';
import type { Words } from '../../languages/words';

let language: Language = 'en';
let locale = 'en-GB';
let currency: string | null = null;
let formats = formatsOf(locale);
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
export function speak(next: Language, words: Words, nextLocale: string): void {
  translator.speak(next, words);
  language = next;
  locale = nextLocale;
  formats = formatsOf(locale, currency);
}

/** Writes prices in a currency from now on; plainly where it is null. False if nothing changes. */
export function priceIn(next: string | null): boolean {
  if (next === currency) return false;
  currency = next;
  formats = formatsOf(locale, currency);
  return true;
}
