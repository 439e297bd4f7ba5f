import { startApp, stopApps, type RunningApp } from '../../http/support/startApp';
import { temporary } from '../files';
import { type Answer, byCommandLine, byHttp, byPage } from './doors';
import { type HostileFile, hostileFiles } from './hostileFiles';
import { WEEKS } from './shop';

const files = temporary();
const corpus = hostileFiles();
let app: RunningApp;
beforeAll(async () => void (app = await startApp()));
afterAll(async () => {
  files.remove();
  await stopApps();
});

/** Units of all products by week; undefined where those of one are not known: there no door may give a number. */
function rightWeeks(right: HostileFile['right']): [string, number | undefined][] {
  const products = Object.values(right as Record<string, readonly (number | null)[]>);
  return WEEKS.flatMap((week, t): [string, number | undefined][] => {
    const units = products.map((weeks) => weeks[t]).filter((value) => value !== undefined);
    if (units.length === 0) return [];
    if (units.includes(null)) return [[week, undefined]];
    return [[week, (units as number[]).reduce((sum, value) => sum + value, 0)]];
  });
}

/** Weeks in which it is known of no product what it sold: no door may give a number for them. */
function unknownWeeks(right: HostileFile['right']): string[] {
  const products = Object.values(right as Record<string, readonly (number | null)[]>);
  return WEEKS.filter((_, t) => products.every((weeks) => weeks[t] === null));
}

function judge({ right, told }: HostileFile, answer: Answer): void {
  if (right instanceof RegExp) {
    expect(answer).toEqual({ refused: expect.stringMatching(right) });
    return;
  }
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`);
  const weeks = rightWeeks(right);
  expect(Object.fromEntries(weeks.map(([week]) => [week, answer.weeks[week]]))).toEqual(
    Object.fromEntries(weeks),
  );
  for (const week of Object.keys(answer.weeks)) expect(WEEKS).toContain(week);
  for (const week of unknownWeeks(right)) expect(answer.weeks[week] ?? null).toBeNull();
  if (told) expect(answer.told).toMatch(told);
}

test('the corpus has each kind, in combinations', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(120);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

describe.each([
  ['the command line', (file: HostileFile, number: number) => byCommandLine(files.directory, file, number)],
  ['HTTP', (file: HostileFile) => byHttp(app.url, file)],
])('through %s', (_, door) => {
  test.each(corpus.map((file, number) => [file.name, file, number] as const))(
    '%s',
    async (_name, file, number) => {
      judge(file, await door(file, number));
    },
  );
});

/** What only a reader that judges weeks, or takes a file from a disk, refuses. */
const NOT_OF_THE_PAGE =
  /second row of|look like|header and no rows|never closes|is empty|gzip|old \(\.xls|two digits|no date; write|but line 4/;

describe('through the page', () => {
  const judged = corpus.filter(
    ({ right, name }) =>
      !(right instanceof RegExp && NOT_OF_THE_PAGE.test(right.source)) && !name.includes('gzip'),
  );
  test.each(judged.map((file) => [file.name, file] as const))('%s', async (_name, file) => {
    judge(file, await byPage(file));
  });
});
