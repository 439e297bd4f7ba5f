import { page as germanPage } from '../../src/languages/de/page';
import { report as germanReport } from '../../src/languages/de/report';
import { page as englishPage } from '../../src/languages/en/page';
import { report as englishReport } from '../../src/languages/en/report';
import { page as chinesePage } from '../../src/languages/zh/page';
import { report as chineseReport } from '../../src/languages/zh/report';
import type { Words } from '../../src/languages/words';

const english = { ...englishPage, report: englishReport };
const german = { ...germanPage, report: germanReport };
const chinese = { ...chinesePage, report: chineseReport };
const LANGUAGES = { en: english, de: german, zh: chinese };
const FORM = /_(zero|one|two|few|many|other)$/;

/** Sentences by their path. */
function sentences(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : sentences(value, `${path}${key}.`),
  );
}

function keys(words: Words): string[] {
  return [...new Set(sentences(words).map(([key]) => key.replace(FORM, '')))].sort();
}

/** Places, marked parts and code of a sentence. */
function slots(sentence: string): string[] {
  return [...new Set(sentence.match(/\{\{\w+\}\}|<\w+>|`[^`]*`/g))].sort();
}

describe.each(Object.entries(LANGUAGES))('the words of %s', (language, words: Words) => {
  const said = new Map(sentences(words));

  it('are those of English, no more and no fewer', () => {
    expect(keys(words)).toEqual(keys(english));
  });

  it('have the places, marks and code of the English sentence', () => {
    const own = new Map(sentences(english).map(([key, sentence]) => [key.replace(FORM, ''), sentence]));
    const wrong = [...said].filter(([key, sentence]) => {
      // The form of one may leave the number out.
      const there = slots(sentence);
      const wanted = slots(own.get(key.replace(FORM, '')) ?? '');
      const optional = FORM.test(key) ? '{{count}}' : '';
      return (
        String(there.filter((slot) => slot !== optional)) !==
        String(wanted.filter((slot) => slot !== optional))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('have every form of a plural that the language counts by, and no other', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const stems = [
      ...new Set([...said.keys()].filter((key) => FORM.test(key)).map((key) => key.replace(FORM, ''))),
    ];
    for (const stem of stems) {
      const there = [...said.keys()].filter((key) => FORM.test(key) && key.replace(FORM, '') === stem);
      expect(there.sort()).toEqual(forms.map((form) => `${stem}_${form}`).sort());
    }
  });

  it('say something everywhere, with no space at an end', () => {
    expect(
      [...said].filter(([, sentence]) => sentence.trim() === '' || sentence.trim() !== sentence),
    ).toEqual([]);
  });
});

it('Chinese has the signs of its own script between its words', () => {
  expect(sentences(chinese).filter(([, text]) => /[一-鿿][,:;?!()]|[,:;?!()][一-鿿]/.test(text))).toEqual([]);
});
