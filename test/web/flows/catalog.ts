import { readFileSync } from 'node:fs';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { screenshot } from '../support/browser';
import { type PageUnderTest, says } from '../support/openPage';

/** Sheets of products: reading, correcting, forecasting, downloading. */
export function catalogFlows(page: PageUnderTest): void {
  it('forecasts a sheet, lists bad lines with reasons, and exports safely', () =>
    page.open('catalog', async (opened) => {
      const good = Array.from({ length: 300 }, (_, index) => `"Glass vase no ${index}",4.50`);
      const awkward = [
        '"<img src=x onerror=alert(1)>",3',
        '"=cmd|\' /C calc\'!A0",3',
        '"+1+2",3',
        '"مزهرية زجاجية",3',
        '"玻璃花瓶",3',
        `"${'long '.repeat(1638)}",3`,
        '"two\nlines",3',
        'Vase,much',
        'Vase,1,000',
        ',5',
        `${'x'.repeat(8193)},4`,
      ];
      await take(opened, 'sheet.csv', ['title,price', ...good, ...awkward].join('\n'));
      await opened.getByRole('button', { name: 'Forecast 310 products' }).click();
      await says(opened, '309 of 311 products forecast');
      await opened.getByText('2 cells left out').first().click();
      expect(await opened.getByTestId('left-out').locator('li').allTextContents()).toEqual([
        "Line 310: price is no number that is taken: left out: 'much'",
        expect.stringMatching(/^Line 313: title is over 8192 characters: what is beyond is left out/),
      ]);
      await opened.getByText('2 lines without a forecast').first().click();
      const reasons = await opened.getByTestId('bad-lines').locator('li').allTextContents();
      // One line on from where the row stands, because the vase of two lines comes before.
      expect(reasons).toEqual([
        expect.stringMatching(/^Line 311: more values than the header has columns/),
        'Line 312: title is empty',
      ]);
      await opened.getByRole('button', { name: 'Line' }).click();
      await opened.getByRole('button', { name: 'Line' }).click();
      await says(opened, '<img src=x onerror=alert(1)>');
      await screenshot(opened, 'catalog-results-1280-light');
      const rows = await download(opened);
      const byLine = (line: number) => rows.find((row) => row.line === String(line))!;
      expect(rows).toHaveLength(311);
      expect(byLine(303).title).toBe("'=cmd|' /C calc'!A0");
      expect(byLine(304).title).toBe("'+1+2");
      expect(byLine(305).title).toBe('مزهرية زجاجية');
      expect(byLine(306).title).toBe('玻璃花瓶');
      expect(byLine(310).left_out).toContain("'much'");
      expect(Number(byLine(2).total_p10)).toBeLessThanOrEqual(Number(byLine(2).total_p90));
    }));

  it('takes what is pasted from a spreadsheet, and a corrected column', () =>
    page.open('catalog', async (opened) => {
      const cells = [
        ['Article no', 'Product name', 'Colour', 'Price'],
        ['V-1', 'Glass vase', 'Blue tin "robot", large', '£4.50'],
        ['V-2', 'Copper jug', 'Red tin robot', '1,234.50'],
      ];
      await paste(opened, cells.map((row) => row.map(quoted).join('\t')).join('\r\n') + '\r\n');
      await says(opened, 'pasted sheet: 2 products');
      expect(await opened.getByLabel('Description').inputValue()).toBe('Product name');
      expect(await opened.getByLabel('Product number').inputValue()).toBe('Article no');
      await opened.getByLabel('Description').selectOption('Colour');
      await says(opened, 'such as Blue tin "robot", large');
      await opened.getByRole('button', { name: 'Forecast 2 products' }).click();
      await says(opened, '2 of 2 products forecast');
      const hint = opened.getByText('More columns: scroll sideways');
      expect(await hint.count()).toBe(0);
      await opened.setViewportSize({ width: 390, height: 900 });
      await hint.waitFor();
      expect(await opened.locator('tbody td.text').allTextContents()).toEqual(
        expect.arrayContaining(['Red tin robotV-2']),
      );
    }));

  it('reads the encoding that spreadsheets of western Europe write, and says what it cannot read', () =>
    page.open('catalog', async (opened) => {
      await take(opened, 'picture.csv', Buffer.from([0x89, 0x50, 0, 0, 1]));
      await says(opened, 'The file is no text');
      await take(opened, 'empty.csv', 'description,price\n');
      await says(opened, 'The sheet needs a header line');
      await take(opened, 'western.csv', Buffer.from('description;price\nTeekännchen grün;4,95\n', 'latin1'));
      await says(opened, 'such as Teekännchen grün');
      await opened.getByRole('button', { name: 'Forecast 1 product' }).click();
      await says(opened, '1 of 1 product forecast');
      await says(opened, 'the text is read as windows-1252');
      await says(opened, "price is read with a decimal comma: '4,95' in line 2 is 4.95");
    }));

  it('asks what the values of a sheet leave open, and takes a workbook', () =>
    page.open('catalog', async (opened) => {
      await take(opened, 'open.csv', 'name;price\nTea pot;1.234\n');
      await opened.getByRole('button', { name: 'Forecast 1 product' }).click();
      await says(opened, /1\.234.* in line 2 can be read with a decimal point or a decimal comma/);
      await opened.getByLabel('Decimal sign').selectOption('comma');
      await opened.getByRole('button', { name: 'Forecast 1 product' }).click();
      await says(opened, '1 of 1 product forecast');
      await opened.getByRole('button', { name: 'Take another sheet' }).click();
      const rows = [
        ['Artikelnummer', 'Bezeichnung', 'Preis', 'Bestand', 'Notiz'],
        ['0071', 'Becher', 4.125, 12, '=1+1'],
      ];
      await take(opened, 'sheet.xlsx', Buffer.from(await writeXlsx({ sheets: [{ name: 'Waren', rows }] })));
      await says(opened, 'sheet.xlsx: 1 product');
      expect(await opened.getByLabel('In stock').inputValue()).toBe('Bestand');
      expect(await opened.getByLabel('Product number').inputValue()).toBe('Artikelnummer');
      await opened.getByRole('button', { name: 'Forecast 1 product' }).click();
      await says(opened, '1 of 1 product forecast');
      const [file] = await Promise.all([
        opened.waitForEvent('download'),
        opened.getByRole('button', { name: 'Download as Excel' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('forecast-sheet.xlsx');
      const { sheets } = await readXlsx(readFileSync(await file.path()));
      expect(sheets[0].rows[0].slice(0, 7)).toEqual(['line', ...rows[0], 'week_1_mean']);
      expect(sheets[0].rows[1].slice(0, 6)).toEqual([2, ...rows[1]]);
      expect(sheets[0].rows[1][6]).toEqual(expect.any(Number));
    }));

  it('points out what a sheet lists twice, by words and by likeness', () =>
    page.open('catalog', async (opened) => {
      const lines = [
        'Red glass lantern with gift box, small;4',
        'GIFT BOX, small red glass lantern with;4',
        'Red glass lantern with giftbox small;4',
        'Blue glass lantern with gift box, small;4',
        'Glass vase no 1;3',
        'Glass vase no 2;3',
      ];
      await take(opened, 'twice.csv', ['description;price', ...lines].join('\n'));
      await opened.getByRole('button', { name: 'Forecast 6 products' }).click();
      await opened.getByText('2 products seem to be listed more than once').first().click();
      expect(await opened.getByTestId('duplicates').locator('small').allTextContents()).toEqual([
        'line 2 and line 3: the same words',
        expect.stringMatching(/^line 2 and line 4: 9\d% alike$/),
      ]);
    }));

  it('finds products of the catalog, and says of one that is not there where to look', () =>
    page.open(
      'catalog',
      async (opened) => {
        const { items } = (await (await fetch(`${page.server().url}/catalog?offset=40&limit=1`)).json()) as {
          items: { sku: string; description: string }[];
        };
        const [{ sku, description }] = items;
        expect(await opened.getByRole('link', { name: sku }).count()).toBe(0);
        await opened.getByLabel('Search').fill(description.split(' ').reverse().join(' '));
        await opened.getByRole('link', { name: sku }).waitFor();
        await opened.getByLabel('Search').fill('no such thing');
        await says(opened, 'No product matches.');
        await opened.evaluate("location.hash = '#/catalog?sku=NOPE'");
        await says(opened, 'The catalog knows no product NOPE. Look for it by its words');
      },
      { provoked: /status of 404/ },
    ));
}

/** Gives the page a file. */
export async function take(opened: Page, name: string, content: string | Buffer): Promise<void> {
  await opened.setInputFiles('input[type=file]', {
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  });
}

async function paste(opened: Page, text: string): Promise<void> {
  await opened.getByLabel('or paste from a spreadsheet').evaluate((field, pasted) => {
    // Runs in the browser.
    const { DataTransfer: Transfer, ClipboardEvent: Event } = globalThis as unknown as {
      DataTransfer: new () => { setData(type: string, data: string): void };
      ClipboardEvent: new (type: string, init: object) => unknown;
    };
    const clipboardData = new Transfer();
    clipboardData.setData('text/plain', pasted);
    const event = new Event('paste', { clipboardData, bubbles: true, cancelable: true });
    (field as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(event);
  }, text);
}

/** A cell as spreadsheets put it on the clipboard. */
function quoted(cell: string): string {
  return /["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export async function download(opened: Page): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([
    opened.waitForEvent('download'),
    opened.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const saved = readFileSync(await file.path(), 'utf8');
  expect(saved.startsWith('\ufeff')).toBe(true);
  return Papa.parse<Record<string, string>>(saved, { header: true }).data;
}
