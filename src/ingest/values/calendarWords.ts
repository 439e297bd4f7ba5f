/** Languages whose month and weekday names are recognised. */
const LANGUAGES = [
  'en',
  'en-GB',
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'pl',
  'tr',
  'ru',
  'uk',
  'cs',
  'sv',
  'da',
  'id',
];
const FORMS = ['long', 'short'] as const;

/** Created on first use: the formats take time to load. */
let months: ReadonlyMap<string, number> | undefined;
let weekdays: ReadonlySet<string> | undefined;

/** 1 to 12 for a month's name, full or abbreviated; undefined for other words and ambiguous abbreviations. */
export function monthOf(word: string): number | undefined {
  months ??= monthNames();
  return months.get(folded(word));
}

/** Whether a word is a weekday's name, full or abbreviated. */
export function isWeekday(word: string): boolean {
  weekdays ??= new Set(
    Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day))).flatMap((day) =>
      LANGUAGES.flatMap((language) => FORMS.map((weekday) => part(language, day, { weekday }, 'weekday'))),
    ),
  );
  return weekdays.has(folded(word));
}

function monthNames(): Map<string, number> {
  const names = new Map<string, number>([['sept', 9]]);
  const several = new Set<string>();
  for (let month = 1; month <= 12; month++) {
    const day = new Date(Date.UTC(2024, month - 1, 1));
    for (const language of LANGUAGES) {
      for (const form of FORMS) {
        // In some languages a month's name changes after a day.
        for (const options of [{ month: form }, { month: form, day: 'numeric' } as const]) {
          const name = part(language, day, options, 'month');
          if ((names.get(name) ?? month) !== month) several.add(name);
          names.set(name, month);
        }
      }
    }
  }
  for (const name of several) names.delete(name);
  return names;
}

function part(
  language: string,
  day: Date,
  options: Intl.DateTimeFormatOptions,
  type: Intl.DateTimeFormatPartTypes,
): string {
  const parts = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).formatToParts(day);
  return folded(parts.find((one) => one.type === type)?.value ?? '');
}

function folded(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '')
    .toLowerCase();
}
