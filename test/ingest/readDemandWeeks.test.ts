import { mondayOf } from '../../src/common/week';
import { HEADER, read, sales, weekly } from './sales';

describe('partial weeks', () => {
  const rows = [
    HEADER,
    'A,2024-01-03,1,1,x',
    'A,2024-01-14,2,1,x',
    'A,2024-01-16,4,1,x',
    'B,2024-01-17,5,1,y',
  ];

  test('a last week that ends before its Sunday is dropped and stated', async () => {
    const { panel, report } = await read(rows.join('\n'));
    expect([...panel.units]).toEqual([1, 2]);
    expect(report.dropped).toMatchObject([
      { reason: 'in the last week, which the data cover only to 2024-01-17', rows: 2, examples: [] },
    ]);
    expect(report.notes[0].reason).toBe('the first week is there only from 2024-01-03 on');
    expect(report.kept).toBe(2);
  });

  test('with until nothing on or after the day is seen, and the days before it count as covered', async () => {
    const { panel } = await read(rows.join('\n'), sales, { until: '2024-01-15' });
    expect([...panel.units]).toEqual([1, 2]);
    const cut = await read(rows.join('\n'), sales, { until: '2024-01-10' });
    expect([...cut.panel.units]).toEqual([1]);
    await expect(read(rows.join('\n'), sales, { until: '15/01/2024' })).rejects.toThrow(
      /is not a day; write it as/,
    );
  });
});

describe('days off', () => {
  const FIRST = Date.UTC(2026, 0, 5);
  /** A unit a day up to a day, but for those of the week on which the shop is closed: 0 is Sunday. */
  const daily = (last: string, closed: readonly number[]) => {
    const days = Array.from({ length: (Date.parse(last) - FIRST) / 86_400_000 + 1 }, (_, at) => {
      const day = new Date(FIRST + at * 86_400_000);
      return closed.includes(day.getUTCDay()) ? [] : [`A,${day.toISOString().slice(0, 10)},1,1,x`];
    });
    return [HEADER, ...days.flat()].join('\n');
  };
  const notes = (all: readonly { reason: string }[]) => all.map(({ reason }) => reason);

  test.each([
    ['Sundays', '2026-03-14', [0], 'nothing is sold on Sunday: the week up to 2026-03-14 is whole'],
    [
      'the weekend',
      '2026-03-13',
      [6, 0],
      'nothing is sold on Saturday, Sunday: the week up to 2026-03-13 is whole',
    ],
  ])('a week of a shop that is closed on %s ends on its last open day', async (_, last, closed, note) => {
    const { panel, report } = await read(daily(last, closed));
    expect([...panel.units]).toEqual(Array(10).fill(7 - closed.length));
    expect(notes(report.notes)).toEqual([note]);
    expect(report.dropped).toEqual([]);
  });

  test('a shop that is closed on Mondays has a whole first week', async () => {
    const { panel, report } = await read(daily('2026-03-15', [1]));
    expect([...panel.units]).toEqual(Array(10).fill(6));
    expect(report.notes).toEqual([]);
  });

  test.each([
    ['an open day is to come', '2026-03-13', [0]],
    ['it is open on all days', '2026-03-14', []],
    ['there are too few weeks to tell', '2026-02-21', [0]],
  ])('a last week is left out where %s', async (_, last, closed) => {
    const { panel, report } = await read(daily(last, closed));
    expect(mondayOf(panel.firstWeek + panel.weeks) < last).toBe(true);
    expect(notes(report.dropped)).toEqual([`in the last week, which the data cover only to ${last}`]);
  });
});

describe('weekly rows', () => {
  const header = `${HEADER},promo`;

  test('known zeros, prices without sales and promotion texts stay', async () => {
    const { panel, report } = await read(
      [header, 'A,2024-01-02,3,2,x,', 'A,2024-01-09,0,1.5,x,2 for 1', 'A,2024-01-30,1,0,x,'].join('\n'),
      weekly,
    );
    expect([...panel.units]).toEqual([3, 0, 0, 0, 1]);
    expect(panel.price[1]).toBe(1.5);
    expect([panel.promoText(0, 0), panel.promoText(0, 1)]).toEqual([null, '2 for 1']);
    expect(report.notes[0].reason).toBe('price is not above zero: taken as unknown');
  });

  test('a second row of a product and week is refused with its line and the way out', async () => {
    const content = [header, 'A,2024-01-02,3,2,x,', 'a,2024-01-04,1,2,x,'].join('\n');
    await expect(read(content, weekly)).rejects.toMatchObject({
      detail: expect.stringMatching(/line 3 is a second row of 'A'.*"granularity": "transaction"/),
    });
  });

  test('a shop of several stores whose weeks are dated on a Sunday is told which week they count for', async () => {
    const rows = ['A,2024-01-07,3,2,x', 'A,2024-01-07,4,2,x', 'A,2024-01-14,1,2,x'];
    const { panel, report } = await read([HEADER, ...rows].join('\n'));
    expect([...panel.units]).toEqual([7, 1]);
    expect(report.notes.map(({ code }) => code)).toContain('sundays');
  });

  test('weeks dated on their Sunday are read as ending on it, which is stated', async () => {
    const { panel, report } = await read(
      [header, 'A,2024-01-07,3,2,x,', 'A,2024-01-14,1,2,x,'].join('\n'),
      weekly,
    );
    expect(mondayOf(panel.firstWeek)).toBe('2024-01-01');
    expect(report.notes[0].reason).toMatch(/dated on a Sunday and count for the week that ends on it/);
  });

  test.each([
    ['week_start', ['2024-01-07', '2024-01-14'], '2024-01-08'],
    ['Week ending', ['2024-01-09', '2024-01-16'], '2024-01-01'],
    ['week_start', ['2024-01-03', '2024-01-10'], '2024-01-01'],
  ])('weeks called %s and dated %j count where most of their days are', async (date, days, first) => {
    const rows = days.map((day, at) => `A,${day},${at + 1},2,x,`);
    const { panel } = await read([header.replace('sold', date), ...rows].join('\n'), { ...weekly, date });
    expect([mondayOf(panel.firstWeek), [...panel.units]]).toEqual([first, [1, 2]]);
  });

  test('products that never sold are left out and counted', async () => {
    const { panel, report } = await read(
      [header, 'A,2024-01-02,3,2,x,', 'B,2024-01-02,0,2,y,'].join('\n'),
      weekly,
    );
    expect(panel.skus).toEqual(['A']);
    expect(report.dropped).toMatchObject([{ reason: 'of products that never sold', rows: 1, examples: [] }]);
  });
});

describe('dates with the year last', () => {
  const content = (...dates: string[]) => [HEADER, ...dates.map((date) => `A,${date},1,1,x`)].join('\n');

  test.each([
    ['day first', ['01/02/2024', '25/02/2024 10:15'], '2024-01-29', 4],
    ['month first', ['1/2/2024', '2/25/2024 10:15'], '2024-01-01', 8],
    ['dots, which mean day first', ['01.02.2024', '04.02.2024'], '2024-01-29', 1],
    ['year first with slashes', ['2024/02/01', '2024/02/04'], '2024-01-29', 1],
  ])('%s', async (_, dates, firstWeek, weeks) => {
    const { panel } = await read(content(...dates));
    expect([mondayOf(panel.firstWeek), panel.weeks]).toEqual([firstWeek, weeks]);
  });

  test('where the dates leave it open, the error names the choices, and the schema decides', async () => {
    const open = content('01/02/2024', '04/02/2024');
    await expect(read(open)).rejects.toMatchObject({
      detail: expect.stringMatching(
        /'01\/02\/2024'.*"date_order": "day\/month\/year" or "date_order": "month/,
      ),
    });
    const { panel } = await read(open, { ...sales, date_order: 'day/month/year' });
    expect([mondayOf(panel.firstWeek), panel.weeks]).toEqual(['2024-01-29', 1]);
  });

  test('where the dates contradict each other, both are shown', async () => {
    await expect(read(content('25/02/2024', '02/25/2024'))).rejects.toMatchObject({
      detail: expect.stringMatching(/'25\/02\/2024' in line 2 and '02\/25\/2024' in line 3/),
    });
  });
});
