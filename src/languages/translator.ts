import i18next from 'i18next';
import type { Language } from './language';
import type { KeyOf, ValuesOf, Words } from './words';

/** Says the sentence of a key with its values; a number is written as the language counts. */
export type Say<W extends Words> = <Key extends KeyOf<W>>(key: Key, ...values: ValuesOf<W, Key>) => string;

export interface Translator<W extends Words> {
  t: Say<W>;
  /** Speaks another language from now on. */
  speak: (language: Language, words: Words) => void;
}

/**
 * Sentences of `words`, whose keys and places are checked when the code is compiled. `count` chooses the form of a plural
 * (Intl.PluralRules). A place without a value throws.
 */
export function translatorOf<const W extends Words>(
  language: Language,
  words: W,
  writeNumber: (value: number) => string,
): Translator<W> {
  const i18n = i18next.createInstance().use({
    type: 'formatter',
    init: () => undefined,
    add: () => undefined,
    addCached: () => undefined,
    format: (value: unknown) => (typeof value === 'number' ? writeNumber(value) : value),
  });
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: words } },
    initAsync: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
    missingInterpolationHandler: (text: string, [place]: RegExpMatchArray) => {
      throw new Error(`'${text}' has no value for ${place}; this is a bug`);
    },
  });
  return {
    t: (key, ...[values]) => i18n.t(key, values ?? {}),
    speak: (next, nextWords) => {
      i18n.addResourceBundle(next, 'translation', nextWords);
      void i18n.changeLanguage(next);
    },
  };
}
