import { screenshot } from '../support/browser';
import { type PageUnderTest, says } from '../support/openPage';
import { take } from './catalog';
import { AXE, overflow, violations } from './looks';

/** A view, and what it says in German and in Chinese once it is there. */
const VIEWS: [view: string, german: string, chinese: string][] = [
  ['new', 'Bei neuen Produkten lag dieses Modell', '回测时'],
  ['whatif', 'Ausgangslage', '基准'],
  ['catalog', 'Produkte im Sortiment', '目录中的商品'],
  ['catalog?sku=KIT-109', 'Bisher verkauft', '至今销量与预测'],
  ['sales', 'Ihre eigenen Verkäufe', '自己的销售数据'],
  ['evaluation', 'Halten die Spannen?', '区间可靠吗？'],
  ['models', 'Durchsatz', '吞吐量'],
];
/** Words of whole English sentences; product texts and names of models have none of them beside each other. */
const ENGLISH = /\b(the (model|forecast|words|server|page|product)|units (a|in|to)|it is|how many)\b/i;

/** The page in other languages: chosen by the browser, switched on the page, kept in the address. */
export function languageFlows(page: PageUnderTest): void {
  test.each([
    ['German', 'de-DE', 390, 'light', 1],
    ['Chinese', 'zh-CN', 1280, 'dark', 2],
  ] as const)(
    'every view speaks %s where the browser does, and is accessible',
    async (_, locale, width, theme, at) => {
      await page.open(
        'new',
        async (opened) => {
          await opened.evaluate(AXE);
          for (const view of VIEWS) {
            await opened.evaluate(`location.hash = '#/${view[0]}'`);
            await says(opened.locator('main'), view[at]);
            await opened.locator('.skeleton').first().waitFor({ state: 'detached' });
            await screenshot(opened, `${view[0].replace(/\W+/g, '-')}-${width}-${theme}-${locale}`);
            const lines: string[] = (await opened.locator('main').innerText()).split('\n');
            expect({ view, english: lines.filter((line) => ENGLISH.test(line)) }).toEqual({
              view,
              english: [],
            });
            const found = await violations(opened, { contrast: false });
            expect({ view, violations: found }).toEqual({ view, violations: [] });
            expect({ view, overflow: await overflow(opened) }).toEqual({ view, overflow: 0 });
          }
        },
        { width, theme, locale },
      );
    },
  );

  it('changes its language in place, and the address keeps it', async () => {
    await page.open('new?description=Striped+mug&price=8.95', async (opened) => {
      await says(opened, 'How many to order?');
      await opened.getByLabel('Price').fill('9.95');
      await opened.getByRole('combobox', { name: 'Language' }).selectOption('zh');
      await says(opened, '订多少？');
      expect(await opened.getByLabel('价格（£）', { exact: true }).inputValue()).toBe('9.95');
      expect(await opened.evaluate('document.documentElement.lang')).toBe('zh-Hans');
      expect(new URL(opened.url()).searchParams.get('lang')).toBe('zh');
      await opened.reload();
      await says(opened, '订多少？');
    });
  });

  it.each([
    [
      'de-DE',
      'Ihre eigenen Verkäufe',
      'Zahlen in Preis wie 1,234 in Zeile 2 lassen sich mit Dezimalpunkt oder Dezimalkomma lesen',
    ],
    ['zh-CN', '自己的销售数据', 'Preis中第 2 行的 1,234 等数字可按小数点或小数逗号读取'],
  ])(
    'says in %s why a whole sheet is refused, and why a file of sales is',
    async (locale, sales, refused) => {
      await page.open(
        'catalog',
        async (opened) => {
          await take(opened, 'sheet.csv', 'Bezeichnung;Preis\nBecher;1,234\n');
          await opened.locator('section.card button.primary').first().click();
          await says(opened, refused);
          await opened.evaluate("location.hash = '#/sales'");
          await says(opened.locator('main'), sales);
          const lines = Array.from(
            { length: 9 },
            (_, at) => `A${at};2026-0${1 + (at % 3)}-05;2;Becher;1,234`,
          );
          await take(
            opened,
            'sales.csv',
            ['Artikelnummer;Datum;Menge;Bezeichnung;Preis', ...lines].join('\n'),
          );
          await opened.locator('.note.fail').first().waitFor();
          await opened.locator('select:has(option[value=transaction])').selectOption('transaction');
          await opened.locator('section.card button.primary').first().click();
          await says(opened, refused);
        },
        { locale },
      );
    },
  );

  it('says what is wrong with lines and cells of a sheet in the language of the page', async () => {
    await page.open(
      'catalog',
      async (opened) => {
        const lines = ['Bezeichnung;Preis', 'Becher;4,95', 'Kanne;teuer', ';3', 'Vase;3;7'];
        await take(opened, 'sheet.csv', lines.join('\n'));
        await opened.getByRole('button', { name: '3 Produkte prognostizieren' }).click();
        const progress = opened.getByRole('region', { name: '2 von 4 Produkten prognostiziert' });
        await says(progress, 'Preis wird mit Dezimalkomma gelesen: „4,95“ in Zeile 2 ist 4,95');
        await progress.locator('summary').nth(1).click();
        await says(progress, /^Zeile 3: Preis ist keine brauchbare Zahl: ausgelassen/);
        await progress.locator('summary').first().click();
        await says(progress, 'Zeile 4: Bezeichnung ist leer');
        await says(progress, /^Zeile 5: mehr Werte, als die Kopfzeile Spalten hat/);
      },
      { locale: 'de-DE' },
    );
  });
}
