import { Random } from '../../../src/common/random';
import { separatorOf } from '../../../src/training/table/separatorOf';

const GENRES = ['Drama', 'Comedy', 'Crime', 'War', 'Horror', 'Musical', 'Western'];
const NAMES = Array.from({ length: 40 }, (_, at) => `Name${at}`);

function cells(make: (random: Random) => string, rows = 400): string[] {
  const random = new Random(5);
  return Array.from({ length: rows }, () => make(random));
}

/** One to three genres. */
const genres = (separator: string) => (random: Random) =>
  Array.from({ length: 1 + random.below(3) }, () => random.pick(GENRES)).join(separator);

test.each([
  ['|', '|'],
  ['; ', ';'],
  [', ', ','],
  [' / ', '/'],
])('values between %s are found', (written, separator) => {
  expect(separatorOf(cells(genres(written)))).toBe(separator);
});

test.each<[string, string[]]>([
  ['few rows', cells(genres('|'), 250)],
  ['one value a cell', cells((random) => random.pick(GENRES))],
  ['few cells of several values', cells((random) => (random.uniform() < 0.03 ? 'Drama|War' : 'Comedy'))],
  ['names', cells((random) => `${random.pick(NAMES)}, ${random.pick(['John', 'Ann'])}${random.below(300)}`)],
  ['a surname and its forename', NAMES.flatMap((name) => Array<string>(10).fill(`${name}, F. ${name}`))],
  ['towns and their states', cells((random) => `Town${random.below(60)}, ${random.pick(['NC', 'VA'])}`)],
  ['decimal commas', cells((random) => `${random.below(10)},${random.below(10)} l`)],
  ['dates', cells((random) => `${random.below(28)}/${random.below(12)}/${random.pick([2020, 2021])}`)],
  ['paths', cells((random) => `Home/Room ${random.below(50)}`)],
  [
    'sentences',
    cells((random) => `A ${random.pick(NAMES)} of ${random.below(99)}, that ${random.below(99)}`),
  ],
  ['a value with a slash', cells((random) => random.pick(['Hip-Hop/Rap', 'Jazz', 'R&B/Soul', 'Rock']))],
])('%s are whole', (_, whole) => {
  expect(separatorOf(whole)).toBeNull();
});
