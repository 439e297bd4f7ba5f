import { type Found, inEnglish } from '../../../src/contract/findings';
import { HEADERS, messyBytes, messySheet } from '../../../scripts/page/messySheet';
import { openSheet } from '../../../src/ingest/items/openSheet';
import { guessPlanColumns, TERM_FIELDS } from '../../../src/ingest/schema/planColumns';
import { sheetItems } from '../../../src/ingest/items/sheetItems';

/** What is found, by reason. */
function findings() {
  const lines = new Map<string, number[]>();
  const add = (what: Found, line: number) => {
    const reason = inEnglish(what);
    lines.set(reason, [...(lines.get(reason) ?? []), line]);
  };
  return { lines, sink: { add, tell: () => undefined } };
}

describe.each([
  ['en', 'csv'],
  ['de', 'csv'],
  ['zh', 'csv'],
  ['de', 'xlsx'],
] as const)('a messy sheet of 2,000 products under a header in %s, as %s', (language, form) => {
  const sheet = messySheet(language);
  let read: Awaited<ReturnType<typeof openSheet>>;
  beforeAll(
    async () => void (read = await openSheet(await messyBytes(sheet, form), { name: `sheet.${form}` })),
  );

  it('has its columns guessed', () => {
    const [sku, description, promo_text, price, date, on_hand, pack, unit_cost] = HEADERS[language];
    const guessed = guessPlanColumns(read.columns, read.rows);
    expect(guessed).toEqual({ sku, description, promo_text, price, date, on_hand, pack, unit_cost });
  });

  it('keeps every line that has a description, and names every cell that it leaves out', () => {
    const columns = guessPlanColumns(read.columns, read.rows);
    const [dropped, notes] = [findings(), findings()];
    const numeric = TERM_FIELDS.map((term) => columns[term]);
    const items = sheetItems(
      read,
      { ...columns, numeric, categorical: [] },
      {},
      {
        dropped: dropped.sink,
        notes: notes.sink,
      },
    );
    expect(items).toHaveLength(sheet.described);
    expect([...dropped.lines.keys()]).toEqual([`${columns.description} is empty`]);
    const priced = items.filter(({ item }) => item.price !== undefined).length;
    const unread = [...notes.lines].filter(([reason]) => reason.startsWith(columns.price));
    const said = sheet.rows.filter(([, text, , price]) => text.trim() && !['', '-', '#N/A'].includes(price));
    expect(priced + unread.flatMap(([, lines]) => lines).length).toBe(said.length);
    expect(priced).toBeGreaterThan(0.7 * sheet.described);
  });
});
