import { reportWords as german } from './de/reportWords';
import { reportWords as english } from './en/reportWords';
import { type Formats, formatsOf } from './formats';
import { DOCUMENT_LANGUAGES, type Language } from './language';
import { type Say, translatorOf } from './translator';
import type { Words } from './words';
import { reportWords as chinese } from './zh/reportWords';

/** Says reports in one language. */
export interface ReportSpeaker {
  /** As a document names it. */
  language: string;
  t: Say<typeof english>;
  formats: Formats;
}

const WORDS: Record<Language, Words> = { en: english, de: german, zh: chinese };

export function reportSpeaker(language: Language): ReportSpeaker {
  const formats = formatsOf(language);
  const { t, speak } = translatorOf('en', english, formats.count);
  speak(language, WORDS[language]);
  return { language: DOCUMENT_LANGUAGES[language], t, formats };
}
