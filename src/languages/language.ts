/** The languages of the page and of reports; the first is spoken where no other is wanted. */
export const LANGUAGES = ['en', 'de', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a language is called by those who read it. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch', zh: '中文' };

/** The language as a document names it (BCP 47). */
export const DOCUMENT_LANGUAGES: Record<Language, string> = { en: 'en', de: 'de', zh: 'zh-Hans' };

/** The language of a tag such as `de-AT`; undefined for one that is not spoken. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-', 1)[0];
  return LANGUAGES.find((language) => language === primary);
}
