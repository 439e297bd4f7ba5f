import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { startBuiltServer, type BuiltServer } from '../support/builtServer';
import { describeInBrowser, launch, screenshot, visit } from './support/browser';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = ['new', 'whatif', 'catalog', 'evaluation', 'models'];
const SETTLED = { timeout: 15_000 };

let server: BuiltServer;
let browser: Browser;

describeInBrowser('the page', () => {
  beforeAll(async () => {
    server = await startBuiltServer();
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  describe.each(VIEWS)('%s', (view) => {
    it.each([
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)('is accessible and quiet at %i pixels, %s', async (width, theme) => {
      const { page, context, complaints } = await visit(browser, server.url, view, { width, theme });
      await page.locator('main h1').waitFor(SETTLED);
      await page
        .locator('.skeleton')
        .first()
        .waitFor({ state: 'detached', ...SETTLED });
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await screenshot(page, `${view}-${width}-${theme}`);
      await page.evaluate(AXE);
      const violations = await page.evaluate(
        `axe.run().then(({ violations }) => violations
           .filter(({ impact }) => impact === 'serious' || impact === 'critical')
           .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
      );
      expect(violations).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await context.close();
    });
  });

  it('forecasts a new product as one types and says what the words do', async () => {
    const { page, context, complaints } = await visit(browser, server.url, 'new');
    const total = page.getByTestId('total');
    await total.waitFor(SETTLED);
    const before = await total.textContent();
    await page.getByLabel('Description').fill('Large oak dining table, handmade');
    await expectChange(() => total.textContent(), before);
    await page.locator('.stale').waitFor({ state: 'detached', ...SETTLED });
    expect(await page.getByTestId('sentence').textContent()).toMatch(
      /^About .+ in the first 4 weeks; 8 times in 10 between .+ and .+; the words .+/,
    );
    expect(await page.locator('.words mark').first().textContent()).toContain('Large');
    expect(await page.locator('.analog').count()).toBeGreaterThan(0);
    await page.getByLabel('Price').fill('cheap');
    await page.getByText('A price is a number above 0').waitFor(SETTLED);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('keeps the state in the address, so that a shared link shows the same', async () => {
    const first = await visit(browser, server.url, 'whatif');
    await first.page
      .getByLabel('Variant 1', { exact: true })
      .getByLabel('Promotion text')
      .fill('Half price this week');
    await first.page.getByLabel('Variant 2', { exact: true }).getByLabel('Price').fill('5.50');
    await first.page.locator('.multiples:not(.stale) .badge').nth(1).waitFor(SETTLED);
    const figures = await first.page.locator('.multiples .figure-range').allTextContents();
    const address = first.page.url();
    await first.context.close();
    const second = await visit(browser, server.url, address.split('#/')[1]);
    await second.page.locator('.multiples:not(.stale) .badge').nth(1).waitFor(SETTLED);
    expect(await second.page.locator('.multiples .figure-range').allTextContents()).toEqual(figures);
    expect(
      await second.page.getByLabel('Variant 1', { exact: true }).getByLabel('Promotion text').inputValue(),
    ).toBe('Half price this week');
    await second.context.close();
  });

  it('forecasts a sheet, lists bad lines with reasons, and exports safely', async () => {
    const { page, context, complaints } = await visit(browser, server.url, 'catalog');
    const rows = Array.from(
      { length: 300 },
      (_, index) => `"Glass vase no ${index}",${index % 7 === 0 ? 'much' : '4.50'}`,
    );
    const awkward = [
      '"<img src=x onerror=alert(1)>",3',
      '"=cmd|\' /C calc\'!A0",3',
      '"مزهرية زجاجية",3',
      '"玻璃花瓶",3',
    ];
    const csv = ['title,price', ...rows, ...awkward].join('\n');
    await page.setInputFiles('input[type=file]', {
      name: 'sheet.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByRole('button', { name: 'Forecast 304 products' }).click();
    await page.getByText('261 of 304 products forecast').waitFor(SETTLED);
    await page.getByText('43 lines without a forecast').click();
    expect(await page.getByTestId('bad-lines').locator('li').first().textContent()).toBe(
      "Line 2: price 'much' is not a number above 0",
    );
    await page.getByRole('button', { name: 'Line' }).click();
    await page.getByRole('button', { name: 'Line' }).click();
    await page.getByText('<img src=x onerror=alert(1)>').waitFor(SETTLED);
    await screenshot(page, 'catalog-results-1280-light');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(saved).toContain("\"'=cmd|' /C calc'!A0\"");
    expect(saved).toContain('玻璃花瓶');
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  it('takes 20,000 lines', async () => {
    const { page, context } = await visit(browser, server.url, 'catalog');
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `Cotton towel ${index % 50},${3 + (index % 9)}.95`,
    );
    const csv = ['description,price', ...rows].join('\n');
    await page.setInputFiles('input[type=file]', {
      name: 'long.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByRole('button', { name: 'Forecast 20,000 products' }).click();
    await page.getByText('20,000 of 20,000 products forecast').waitFor({ timeout: 90_000 });
    expect(await page.locator('tbody tr').count()).toBe(100);
    await context.close();
  }, 120_000);

  it('leads from a similar product into the catalog', async () => {
    const { page, context, complaints } = await visit(browser, server.url, 'new');
    await page.locator('.analog').first().click();
    await page.getByText('Sold so far, units a week').waitFor(SETTLED);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('asks before it activates another model, and then does', async () => {
    const { page, context } = await visit(browser, server.url, 'models');
    await page.getByRole('button', { name: 'Activate' }).first().click();
    await page.getByText(/^Activate .+\?$/).waitFor(SETTLED);
    await page.getByRole('button', { name: 'Keep as it is' }).click();
    const card = page.getByLabel('Model online-retail');
    await card.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await card.getByText('active', { exact: true }).waitFor(SETTLED);
    await fetch(`${server.url}/models/demo-shop/activate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await context.close();
  });

  it('says in plain words that the server is gone, and keeps what was typed', async () => {
    const { page, context } = await visit(browser, server.url, 'new');
    await page.getByTestId('total').waitFor(SETTLED);
    await page.route('**/embed-and-predict', (route) => route.abort());
    await page.getByLabel('Description').fill('Blue bowl');
    await page.getByText('No answer from the server.').waitFor(SETTLED);
    expect(await page.getByLabel('Description').inputValue()).toBe('Blue bowl');
    await page.unroute('**/embed-and-predict');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No answer from the server.').waitFor({ state: 'detached', ...SETTLED });
    await context.close();
  });

  it('is used by keyboard alone', async () => {
    const { page, context } = await visit(browser, server.url, 'new');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.getByLabel('Description').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await context.close();
  });

  it('loads less than 200 KB of script and style, gzipped', () => {
    const assets = join(__dirname, '../../dist/web/assets');
    const bytes = readdirSync(assets).reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length,
      0,
    );
    expect(bytes).toBeLessThan(200 * 1024);
  });
});

async function expectChange(read: () => Promise<string | null>, before: string | null): Promise<void> {
  const end = Date.now() + SETTLED.timeout;
  while ((await read()) === before) {
    if (Date.now() > end) throw new Error(`still ${before}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
