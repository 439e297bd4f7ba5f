import { useEffect, useState } from 'preact/hooks';
import { DOCUMENT_LANGUAGES, languageOf, type Language } from '../../languages/language';
import { page as english } from '../../languages/en/page';
import type { Words } from '../../languages/words';
import { currentLanguage, priceIn, speak } from './speech';

const PARAMETER = 'lang';
const CHANGED = 'shelfcast:language';
/** Default locale: English with the day first. */
const USUAL_LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE', zh: 'zh-CN' };

/** Other languages are loaded on demand. */
const WORDS: Record<Language, () => Promise<Words>> = {
  en: () => Promise.resolve(english),
  de: async () => (await import('../../languages/de/page')).page,
  zh: async () => (await import('../../languages/zh/page')).page,
};

/** The language in the address, else the browser's first one that the page has. */
export function wantedLanguage(): Language {
  const named = languageOf(new URLSearchParams(location.search).get(PARAMETER) ?? '');
  return named ?? navigator.languages.map(languageOf).find((known) => known !== undefined) ?? 'en';
}

/** Switches to a language, with the words and formats of the browser's region. */
export async function choose(next: Language): Promise<void> {
  const region = navigator.languages.find((tag) => tag.includes('-') && languageOf(tag) === next);
  speak(next, await WORDS[next](), region ?? USUAL_LOCALES[next]);
  document.documentElement.lang = DOCUMENT_LANGUAGES[next];
  dispatchEvent(new Event(CHANGED));
}

/** Formats prices in a currency, given by its ISO 4217 code; as plain numbers if it is null. */
export function showPricesIn(currency: string | null): void {
  if (priceIn(currency)) dispatchEvent(new Event(CHANGED));
}

/** The page's address in a language; views and their state follow the `#`. */
export function addressIn(next: Language): string {
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, next);
  return address.href;
}

/** The page's language; components that use it re-render when it or the currency changes. */
export function useLanguage(): Language {
  const [, redraw] = useState(0);
  useEffect(() => {
    const update = () => redraw((count) => count + 1);
    addEventListener(CHANGED, update);
    return () => removeEventListener(CHANGED, update);
  }, []);
  return currentLanguage();
}
