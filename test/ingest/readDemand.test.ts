import { gzipSync } from 'node:zlib';
import { dataSchema, demandSchema } from '../../src/contract/dataSchema';
import { mondayOf } from '../../src/common/week';
import { readDemand } from '../../src/ingest/readDemand';
import { HEADER, read, sales } from './sales';

const DAYS = Array.from({ length: 28 }, (_, at) => at + 1);
const two = (day: number) => String(day).padStart(2, '0');

test('sales add up by product and calendar week, with the median price and zeros after the first sale', async () => {
  const { panel, report } = await read(
    [
      HEADER,
      'a1,2024-01-01 09:00:00,2,4.00,Red mug',
      'A1 ,2024-01-07T23:59:59,3,6.00,Red mug',
      'a1,2024-01-03,1,5.50,Red cup',
      'b2,2024-01-17,7,1.5,Blue  jug ',
      'a1,2024-01-21 12:30,4,5,Red mug',
    ].join('\n'),
  );
  expect(panel.skus).toEqual(['A1', 'B2']);
  expect([mondayOf(panel.firstWeek), panel.weeks]).toEqual(['2024-01-01', 3]);
  expect([...panel.units]).toEqual([6, 0, 4, 0, 0, 7]);
  expect([...panel.price]).toEqual([5.5, NaN, 5, NaN, NaN, 1.5]);
  expect([...panel.firstSale]).toEqual([0, 2]);
  expect(panel.descriptionAt(0, 3)).toBe('Red mug');
  expect(panel.descriptionAt(1, 1)).toBe('Blue jug');
  expect(report).toMatchObject({ rows: 5, kept: 5, dropped: [] });
  expect(report.notes).toMatchObject([
    {
      reason:
        'code differs from an earlier spelling only in case, blanks or the encoding of accents: counted as the same product',
      rows: 1,
      examples: [{ line: 3, value: 'A1 ' }],
    },
    {
      reason: 'weeks of products without a row, after their first sale: counted as weeks without sales',
      ...{ rows: 1, examples: [] },
    },
  ]);
  expect(panel.history(0, 2)).toEqual([
    { week: panel.firstWeek, units: 6, price: 5.5 },
    { week: panel.firstWeek + 1, units: 0, price: null },
  ]);
  expect(panel.ownPrice(0, 2)).toBe(5.5);
});

test('what is dropped is counted by reason with the first lines', async () => {
  const { panel, report } = await read(
    [
      HEADER,
      '12,2024-01-01,1,1,Postage',
      'A,2024-01-01,0,1,Mug',
      'A,2024-01-01,-4,1,Mug',
      'A,,1,1,Mug',
      'A,2024-02-30,1,1,Mug',
      'A,2024-01-01,,1,Mug',
      'A,2024-01-01,two,1,Mug',
      'A,2024-01-01,1,0,Mug',
      'A,2024-01-01,1,dear,Mug',
      'A,2024-01-01,1,1',
      ' ,2024-01-01,1,1,Mug',
      'A,2024-01-01,1,,"Mug" 5" wide',
      'A,2024-01-07,1,NA,Mug',
      'A,2024-01-14,2,5,Mug',
    ].join('\n'),
  );
  expect(report.dropped.map(({ reason, rows, examples }) => [reason, rows, examples[0].line])).toEqual([
    ['code does not match ^[A-Za-z] (keep rule)', 2, 2],
    ['units is not above zero', 2, 3],
    ['sold is empty', 1, 5],
    ['sold is no date; write it as YYYY-MM-DD', 1, 6],
    ['units is empty', 1, 7],
    ['units is no number of units up to a billion', 1, 8],
    ['price is not above zero', 1, 9],
    ['fewer values than the header has columns; look for a line that breaks in the middle', 1, 11],
  ]);
  expect(report.notes).toContainEqual(
    expect.objectContaining({
      reason: 'price is no number up to a billion: taken as unknown',
      rows: 1,
      examples: [{ line: 10, value: 'dear' }],
    }),
  );
  expect([report.rows, report.kept]).toEqual([14, 4]);
  expect([...panel.units]).toEqual([0, 2]);
  // The week with rows that cannot be read is before the first sale.
  expect(report.notes.map(({ code }) => code)).not.toContain('unknown_weeks');
});

test.each([
  ['gzip', gzipSync(`${HEADER}\nA,2024-01-07,1,2,Tea "pot"`.replace('"pot"', 'pot'))],
  ['byte order mark and CRLF', `\uFEFF${HEADER}\r\nA,2024-01-07,1,2,Tea pot\r\n\r\n`],
  ['quotes with commas and line breaks', `${HEADER}\nA,2024-01-07,1,2,"Tea\npot"\n`],
  ['semicolons', `${HEADER}\nA,2024-01-07,1,2,Tea pot`.replaceAll(',', ';')],
  ['tabs', `${HEADER}\nA,2024-01-07,1,2,Tea pot`.replaceAll(',', '\t')],
  ['old Mac line ends', `${HEADER}\rA,2024-01-07,1,2,Tea pot\r`],
])('reads %s', async (_, content) => {
  const { panel } = await read(content);
  expect([panel.skus[0], panel.units[0], panel.price[0], panel.descriptionAt(0, 1)]).toEqual([
    'A',
    1,
    2,
    'Tea pot',
  ]);
});

test.each([
  ['an empty file', '', /is empty: a line must name the columns/],
  ['a header alone', HEADER, /has a header and no rows/],
  [
    'other columns',
    'sku,day\n1,2',
    /the schema names 'code', 'sold', 'units', 'text', 'price', but .*'sku', 'day'/,
  ],
  ['a column twice', `${HEADER},units\nA,2024-01-07,1,2,x,3`, /two columns 'units'/],
  [
    'nothing kept',
    `${HEADER}\nA,soon,1,2,x`,
    /none of the 1 rows .* sold is no date; write it as YYYY-MM-DD \(line 2: 'soon'\)/,
  ],
  ['bytes that are no text', `${HEADER}\nA,2024-01-07,1,2,x\0`, /is no text; save it as/],
  ['a zip file that is no workbook', 'PK\x03\x04 and so on', /is no \.xlsx workbook that can be read/],
  ['JSON', '\uFEFF[\n {"sku": "A"}]', /is JSON, which is not read; save it as \.xlsx or CSV UTF-8/],
  ['lines of JSON', '{"sku": "A"}\n{"sku": "B"}', /is JSON/],
  ['a web page under the name of a workbook', '<html><table><tr><td>A</td></tr></table>', /is HTML/],
  ['a part of one behind a comment', '<!-- sales -->\n<tr><td>A</td></tr>', /is HTML/],
  ['rows of JSON', '[["sku", 1]]', /is JSON/],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /is PNG,/],
  ['a photograph', Buffer.from('ffd8ffe000104a46494600', 'hex'), /is JPEG,/],
  ['columns of Parquet', 'PAR1\x15\x04', /is Parquet/],
  ['a workbook in zstd', Buffer.from('28b52ffd0404', 'hex'), /is zstd,/],
  ['a PDF', '%PDF-1.4\n%\u00e2', /is PDF/],
  [
    'cut-off gzip',
    gzipSync(`${HEADER}\nA,2024-01-07,1,2,x`).subarray(0, 40),
    /ends in the middle of its gzip/,
  ],
  [
    'other data behind gzip',
    Buffer.concat([gzipSync(`${HEADER}\nA,2024-01-07,1,2,x`), Buffer.alloc(100)]),
    /has other data behind its gzip data/,
  ],
  [
    'a quote never closed',
    `${HEADER}\nA,2024-01-07,1,2,x\nA,2024-01-07,1,2,"x`,
    /opens a quote after line 2 and/,
  ],
  [
    'a quote closed far away',
    `${HEADER}\nA,2024-01-07,1,2,"x\n${'A,2024-01-07,1,2,x\n'.repeat(9000)}"`,
    /more than 131072 bytes after line 1; look for an opening quote there/,
  ],
  [
    'dates in the first row of a day alone',
    [HEADER, ...Array.from({ length: 12 }, (_, at) => `A,${at % 2 ? '' : '2024-01-07'},1,2,x`)].join('\n'),
    /6 of the 12 rows .* lack a date .* most often sold is empty \(line 3: ''\); correct them, or leave .* "keep"/,
  ],
  [
    'names with commas in many rows',
    [HEADER, ...Array.from({ length: 24 }, (_, at) => `A,2024-01-07,1,2,x${at % 3 ? '' : ', new'}`)].join(
      '\n',
    ),
    /8 of the 24 rows .* cells out of place.*most often more values than the header has columns.*\(line 2: /,
  ],
  [
    'day numbers far from the other dates',
    [HEADER, ...DAYS.map((day) => `A,${day % 2 ? `2024-03-${two(day)}` : 43_890 + day},1,2,x`)].join('\n'),
    /day numbers such as '43892', which is 2020-03-02 .* over a year from its dates \(2024-03-01 to 2024-03-/,
  ],
  [
    'dates of which a spreadsheet exchanged day and month where it could',
    [HEADER, ...DAYS.map((day) => `A,${day <= 12 ? `2024-${two(day)}-03` : `${day}/03/2024`},1,2,x`)].join(
      '\n',
    ),
    /sold has dates .* day and month exchanged: '2024-01-03' and its like .*, '13\/03\/2024' and/,
  ],
  ['an absurd year', `${HEADER}\nA,1970-01-07,1,2,x\nA,2024-01-07,1,2,x`, /look for a wrong year/],
])('refuses %s', async (_, content, message) => {
  await expect(read(content)).rejects.toMatchObject({ detail: expect.stringMatching(message) });
});

test('dates in two ways, each of all days of the month, are read', async () => {
  const rows = DAYS.map((day) => `A,${day % 2 ? `2024-03-${two(day)}` : `${day}/03/2024`},1,2,x`);
  const { report } = await read([HEADER, ...rows].join('\n'));
  expect(report.rows).toBe(DAYS.length);
});

test('codes are one whatever marks no one sees and formulas are around them; zeros tell them apart, and are told', async () => {
  const codes = ['007', '="007"', '\u200e007\u200b', '7', '7.0'];
  const { panel, report } = await read(
    [HEADER, ...codes.map((code) => `${code},2024-01-07,1,2,x`)].join('\n'),
    demandSchema.parse({ ...sales, keep: [] }),
  );
  expect([panel.skus, [...panel.units]]).toEqual([['007', '7', '7.0'], [3, 1, 1]]); // prettier-ignore
  expect(report.notes).toContainEqual(expect.objectContaining({ code: 'zeros_apart', rows: 2 }));
});

test('files put together by their text have names of columns in their midst, which are no rows', async () => {
  const { panel, report } = await read(
    [HEADER, 'A,2024-01-07,1,2,x', `\uFEFF${HEADER}`, 'A,2024-01-07,2,2,x'].join('\n'),
  );
  expect([[...panel.units], panel.skus, report.rows, report.dropped]).toEqual([[3], ['A'], 2, []]);
  expect(report.notes).toContainEqual(expect.objectContaining({ code: 'header_again', values: { rows: 1 } }));
});

test('a row without a date that sums up all before it is a total, whatever it is called', async () => {
  const rows = Array.from({ length: 12 }, () => 'A,2024-01-07,2,2,x');
  const { panel, report } = await read([HEADER, ...rows, 'Yhteensä,,24,,'].join('\n'));
  expect([panel.skus, [...panel.units]]).toEqual([['A'], [24]]);
  expect(report.dropped).toMatchObject([{ code: 'total_row', rows: 1 }]);
});

test('refuses a file that does not exist by its name', async () => {
  await expect(readDemand('/nowhere/sales.csv', sales)).rejects.toMatchObject({
    detail: '/nowhere/sales.csv does not exist',
  });
});

test('further columns: median of numbers, most frequent word, known before they tell about a sale', async () => {
  const further = { numeric: ['weight'], categorical: ['range'], known_ahead: ['weight', 'range'] };
  const schema = demandSchema.parse({ ...sales, ...further });
  const { panel, report } = await read(
    [
      `${HEADER},weight,range`,
      'A,2024-01-01,1,1,x,2,home',
      'A,2024-01-02,1,1,x,4,home',
      'A,2024-01-02,1,1,x,heavy,garden',
      'A,2024-01-21,1,1,x,,',
    ].join('\n'),
    schema,
  );
  expect(panel.extras.names).toEqual(['weight', 'range']);
  expect([0, 1, 2].map((t) => panel.extras.asKnown(0, t, 0))).toEqual(
    Array(3).fill({ weight: 3, range: 'home' }),
  );
  expect(panel.extras.own(0, 1)).toBeNull();
  expect(report.notes).toMatchObject([
    {
      reason: 'weight is no number up to a billion: taken as unknown',
      rows: 1,
      examples: [{ line: 4, value: 'heavy' }],
    },
    {
      reason: 'weeks of products without a row, after their first sale: counted as weeks without sales',
      ...{ rows: 1, examples: [] },
    },
  ]);
});

test('an observed column is known by its last value and recent mean before the forecast, and not at all ahead of it', async () => {
  const schema = demandSchema.parse({ ...sales, numeric: ['visits'], categorical: ['weather'] });
  const rows = [4, 8, 12, 16, 20, 24].map((visits, week) => {
    const day = String(1 + 7 * week).padStart(2, '0');
    return `A,2024-01-${day},1,1,x,${visits},${week % 2 ? 'rain' : 'sun'}`;
  });
  const { panel } = await read([`${HEADER},visits,weather`, ...rows.slice(0, 5)].join('\n'), schema);
  const mean = 'visits, mean of 4 weeks';
  expect(panel.extras.asKnown(0, 0, 0)).toMatchObject({ visits: null, weather: null, [mean]: null });
  expect(panel.extras.asKnown(0, 3, 1)).toMatchObject({ visits: 4, weather: 'sun', [mean]: 4 });
  expect(panel.extras.asKnown(0, 4, 4)).toMatchObject({ visits: 16, weather: 'rain', [mean]: 10 });
});

test('a launch has what no product ever changed, such as its category, from its first week', async () => {
  const schema = demandSchema.parse({ ...sales, numeric: ['grams', 'visits'], categorical: ['range'] });
  const rows = [
    'A,2024-01-01,1,1,x,5,1,home',
    'A,2024-01-08,1,1,x,5,2,home',
    'B,2024-01-21,1,1,y,7,3,garden',
  ];
  const { panel } = await read([`${HEADER},grams,visits,range`, ...rows].join('\n'), schema);
  const launch = { grams: 7, 'grams, mean of 4 weeks': 7, visits: null, range: 'garden' };
  expect(panel.extras.asKnown(1, 2, 2)).toMatchObject(launch);
  expect(panel.extras.asKnown(1, 2, 1)).toMatchObject({ grams: null, range: null });
});

test('a column that is known ahead must be among the further ones', () => {
  const schema = { ...sales, numeric: ['visits'], known_ahead: ['holiday'] };
  expect(dataSchema.safeParse(schema).error?.issues).toMatchObject([
    { path: ['known_ahead'], message: expect.stringContaining("'holiday' is not among") },
  ]);
});

test('codes that differ in zeros alone in many rows are refused: products would be in two', async () => {
  const rows = Array.from(
    { length: 20 },
    (_, at) => `${at % 2 ? 'B' : ''}${at % 4 ? '0' : ''}40063,2024-01-0${1 + (at % 7)},1,2,x`,
  );
  await expect(read([HEADER, ...rows].join('\n'), { ...sales, keep: [] })).rejects.toMatchObject({
    options: { reasons: [expect.objectContaining({ code: 'zeros_lost' })] },
  });
});

test('times in UTC are told, and lines that set rows apart are no rows', async () => {
  const { report } = await read(
    [
      HEADER,
      'A,2024-01-07T23:30:00Z,1,2,x',
      '-----,-----,--,--,-----',
      '=====',
      'A,2024-01-07T10:30:00Z,1,2,x',
    ].join('\n'),
  );
  expect(report).toMatchObject({ rows: 2, kept: 2 });
  expect(report.notes.map(({ code }) => code)).toContain('times_utc');
});
