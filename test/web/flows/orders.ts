import type { Page } from 'playwright-core';
import { screenshot } from '../support/browser';
import { type PageUnderTest, says } from '../support/openPage';
import { download, take } from './catalog';

/** How many to order of a product. */
export function orderFlows(page: PageUnderTest): void {
  it('says how many to order as terms change, in one sentence and one picture', () =>
    page.open('new', async (opened) => {
      const before = await sentence(opened);
      expect(before).toMatch(
        /^Order \d+: that meets all demand of the 3 weeks from .+ in 9\d.*% of cases; on average .+ short and .+ left over\.$/,
      );
      await opened.getByLabel('In stock').fill('30');
      await opened.getByLabel('Pack').fill('24');
      const packed = await changed(opened, before);
      expect(packed).toMatch(/^Order \d+ \(\d+ packs? of 24\): with 30 in stock/);
      await opened.getByLabel('Service level in percent').fill('60');
      await changed(opened, packed);
      expect(Number(await opened.getByTestId('quantity').textContent()) % 24).toBe(0);
      const picture = opened.getByRole('img', { name: /a stock of .+ meets it in \d+% of cases/ });
      expect(await picture.locator('[aria-label=area] path').count()).toBe(2);
    }));

  it('orders by margin where price and cost are known, and asks for what is missing', () =>
    page.open('new', async (opened) => {
      const before = await sentence(opened);
      await opened.getByText('the margin is largest').first().click();
      await says(opened, 'What earns most needs the cost of a unit.');
      await opened.getByLabel('Cost').fill('3.50');
      await changed(opened, before);
      await opened.getByRole('button', { name: 'margin', exact: true }).waitFor();
      await opened.getByLabel('Salvage').fill('4');
      await says(opened, 'Less than the cost');
    }));

  it('refuses more weeks than the model forecasts, and says how to have them', () =>
    page.open('new', async (opened) => {
      await sentence(opened);
      await opened.getByLabel('Lead time').fill('9');
      await says(opened, /this model forecasts 4: a model of 10 weeks has to be trained/);
    }));

  it('orders known products by their stock', () =>
    page.open('catalog?sku=KIT-109', async (opened) => {
      expect(await sentence(opened)).toMatch(/^Order /);
      await opened.getByLabel('In stock').fill('100000');
      await says(opened.getByTestId('order-sentence'), 'Order nothing: with 100,000 in stock');
    }));

  it('shows what a known product sold in which promotion, and asks it what if', () =>
    page.open('catalog?sku=KIT-109', async (opened) => {
      const chart = opened.getByRole('img', { name: /Weekly sales; last weeks: .+; forecast: .+/ });
      await chart.locator('[aria-label=dot]').first().waitFor({ state: 'attached' });
      await chart.focus();
      for (let week = 0; week < 4 + 5; week++) await opened.keyboard.press('ArrowLeft');
      await says(chart, 'Recommended in the newsletter');
      await opened.locator('.weeks summary').click();
      await chart.getByText('Recommended in the newsletter').waitFor({ state: 'detached' });
      expect(await opened.locator('.weeks tbody tr').nth(4).textContent()).toBe(
        '25 May 20268£2.95Recommended in the newsletter',
      );
      expect(await opened.locator('.effects dt').allTextContents()).not.toEqual([]);
      const asked = opened.waitForRequest('**/whatif');
      await opened.getByRole('link', { name: 'Compare promotions and prices' }).click();
      expect((await asked).postDataJSON()).toMatchObject({ item: { sku: 'KIT-109' } });
      await says(opened, 'what it sold is taken from the catalog');
    }));

  it('adds up what the catalog sells, with a range narrower than the sum of ranges', () =>
    page.open('catalog', async (opened) => {
      await opened.getByRole('button', { name: 'Add up' }).click();
      const together = opened.getByTestId('together');
      await together.waitFor();
      expect(await together.textContent()).toMatch(
        /^[\d,]+ products together sell about [\d,]+ units in 4 weeks; 8 times in 10 between [\d,]+ and [\d,]+\. Revenue/,
      );
      await screenshot(opened, 'catalog-together-1280-light');
    }));

  it("orders for every line of a sheet by the line's own stock, pack and cost, with totals and in the download", () =>
    page.open('catalog', async (opened) => {
      const lines = [
        'title,price,in stock,pack,unit cost',
        'Glass vase,4.50,6,12,2',
        'Copper jug,9,,,',
        'Tin box,3,0,-1,9',
      ];
      await take(opened, 'orders.csv', lines.join('\n'));
      for (const [label, column] of Object.entries({
        'In stock': 'in stock',
        Pack: 'pack',
        'Unit cost': 'unit cost',
      })) {
        expect(await opened.getByLabel(label).inputValue()).toBe(column);
      }
      await opened.getByRole('button', { name: 'Forecast 3 products' }).click();
      await says(opened, '3 of 3 products forecast');
      await opened.getByText("pack is not above zero: left out: '-1'").waitFor({ state: 'attached' });
      await opened.getByRole('button', { name: 'Work out the orders of 3 products' }).click();
      const totals = opened.getByTestId('order-totals');
      await totals.waitFor();
      expect(await totals.textContent()).toMatch(
        /^3 orders of [\d,]+ units together; expected revenue £[\d,]+; expected margin −?£[\d,]+ \(2 products\)\.$/,
      );
      expect(await opened.getByTestId('sums').locator('td').nth(1).textContent()).toMatch(/^[\d,.]+$/);
      const rows = await download(opened);
      const byLine = (line: number) => rows.find((row) => row.line === String(line))!;
      expect(Number(byLine(2).order) % 12).toBe(0);
      expect(byLine(3)).toMatchObject({ title: 'Copper jug', price: '9', pack: '', 'margin (£)': '' });
      expect(Number(byLine(4)['revenue (£)'])).toBeGreaterThan(0);
      await says(opened.getByTestId('together'), '3 products together sell about');
      await screenshot(opened, 'sheet-orders-1280-light');
    }));
}

async function sentence(opened: Page): Promise<string> {
  const place = opened.getByTestId('order-sentence');
  await place.waitFor();
  return (await place.textContent())!;
}

/** The sentence once it is another one, and nothing is on its way. */
async function changed(opened: Page, before: string): Promise<string> {
  const settled = 'section[aria-busy=false] [data-testid=order-sentence]';
  await opened.locator(settled, { hasNotText: before }).waitFor();
  return sentence(opened);
}
