import type { Request } from 'playwright-core';
import type { ItemForecast } from '../../../src/contract/forecastAnswers';
import { type PageUnderTest, says } from '../support/openPage';
import { AXE, overflow, violations } from './looks';

const ROUTE = '**/embed-and-predict';

/** A product sheet, its forecast, its reasons and its look-alikes. */
export function newProductFlows(page: PageUnderTest): void {
  it('forecasts a new product as one types and says what words and numbers do', () =>
    page.open('new', async (opened) => {
      const total = opened.getByTestId('total');
      await total.waitFor();
      const before = (await total.textContent())!;
      await opened.getByLabel('Description').fill('Large oak dining table, handmade');
      await opened.locator('[data-testid=total]', { hasNotText: before }).waitFor();
      expect(await opened.getByTestId('sentence').textContent()).toMatch(
        /^About .+ in the first 4 weeks; 8 times in 10 between .+ and .+; without the words, by price and season alone, it would be .+/,
      );
      expect(await opened.locator('.words mark').first().textContent()).toContain('Large');
      const reasons = await opened.locator('.effects dt').allTextContents();
      expect(reasons).toContain('Priceat £8.95');
      expect(reasons.join()).not.toMatch(/_|weeks known|sine/);
      expect(await opened.locator('.analogs tbody tr').count()).toBeGreaterThan(0);
      await opened.getByLabel('Price').fill('cheap');
      await says(opened.getByLabel('Product sheet'), 'A price is a number above 0');
    }));

  it('asks for the models once, and says so where they do not come that a sheet of further columns takes', () =>
    page.open(
      'models',
      async (opened) => {
        await opened.locator('.card', { hasText: 'Demo shop' }).first().waitFor();
        let asked = 0;
        await opened.route('**/models', (route) => {
          asked++;
          return asked > 1 ? route.continue() : route.fulfill({ status: 500, json: {} });
        });
        await opened.goto(`${page.server().url}/?lang=en#/new?description=Mug&feature.colour=blue`);
        const alert = opened.getByRole('alert');
        await says(alert, 'The server could not answer this');
        await alert.getByRole('button', { name: 'Try again' }).click();
        await opened.getByTestId('total').waitFor();
        await opened.getByTestId('believe').waitFor();
        expect(asked).toBe(2);
      },
      { provoked: /status of 500/ },
    ));

  it('shows the answer to what was typed last, whichever comes first', () =>
    page.open('new', async (opened) => {
      await opened.getByTestId('total').waitFor();
      let answer = () => {};
      const held = new Promise<void>((resolve) => (answer = resolve));
      const isSlow = (request: Request) => request.postData()?.includes('slow') === true;
      await opened.route(ROUTE, async (route) => {
        if (isSlow(route.request())) await held;
        await route.continue().catch(() => undefined);
      });
      const asked = opened.waitForRequest((request) => isSlow(request));
      await opened.getByLabel('Description').fill('slow wooden toy train');
      const slow = await asked;
      await opened.getByLabel('Description').fill('quick tin robot');
      await opened.locator('.words', { hasText: 'robot' }).first().waitFor();
      answer();
      await (await slow.response())?.finished();
      await opened.evaluate('new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))');
      expect(await opened.locator('.words').first().textContent()).toContain('robot');
    }));

  it('shows long, foreign and hostile texts as text', () =>
    page.open(
      'new',
      async (opened) => {
        opened.on('dialog', () => expect('a dialog').toBe('never shown'));
        const texts = {
          'onerror=alert': '<img src=x onerror=alert(1)><script>alert(2)</script>',
          زجاجية: 'مزهرية زجاجية كبيرة',
          玻璃: '玻璃花瓶,大号',
          unbrokenunbroken: `${'unbroken'.repeat(60)} ${'a long text of many words '.repeat(320)}`.slice(
            0,
            8192,
          ),
        };
        for (const [word, text] of Object.entries(texts)) {
          await opened.getByLabel('Description').fill(text);
          await opened.getByLabel('Promotion text').fill(text);
          await opened.locator('.words', { hasText: word }).nth(1).waitFor();
          expect(await overflow(opened)).toBe(0);
        }
        await says(opened, 'Only the first');
      },
      { width: 390 },
    ));

  it('says in plain words what the server refuses, with the request id', () =>
    page.open(
      'new',
      async (opened) => {
        await opened.getByLabel('Price').fill('99999999999');
        const alert = opened.getByRole('alert');
        await alert.waitFor();
        expect(await alert.textContent()).toMatch(
          /The server could not answer this.*items\[0\]\.price.*Request id: [\w-]{8,}/,
        );
      },
      { provoked: /status of 422/ },
    ));

  it('keeps what was typed while offline, and forecasts it when the connection is back', () =>
    page.open(
      'new',
      async (opened) => {
        await opened.getByTestId('total').waitFor();
        await opened.context().setOffline(true);
        const banner = opened.getByTestId('connection');
        await says(banner, 'You are offline');
        await opened.getByLabel('Description').fill('Blue bowl');
        const quiet = opened.getByText('There is no answer yet.');
        await quiet.first().waitFor();
        expect(await opened.getByRole('alert').count()).toBe(1);
        await opened.evaluate(AXE);
        expect(await violations(opened)).toEqual([]);
        expect(await opened.getByLabel('Description').inputValue()).toBe('Blue bowl');
        await opened.context().setOffline(false);
        await opened.locator('.words', { hasText: 'bowl' }).first().waitFor();
        await banner.waitFor({ state: 'detached' });
        await quiet.first().waitFor({ state: 'detached' });
      },
      { provoked: /INTERNET_DISCONNECTED/ },
    ));

  it('starts from nothing, and from an example', () =>
    page.open('new', async (opened) => {
      await opened.getByRole('button', { name: 'Clear' }).click();
      await says(opened, 'Nothing to forecast yet');
      await opened.getByRole('button', { name: 'Try an example' }).click();
      await opened.getByTestId('total').waitFor();
    }));

  it('leads from a similar product into the catalog', () =>
    page.open('new', async (opened) => {
      await opened.locator('.analogs a').first().click();
      await says(opened, 'Sold so far, and the forecast, units a week');
    }));

  it('follows what is picked and struck out of the similar products, and the address carries it', () =>
    page.open('new?description=Tin+robot&price=10', async (opened) => {
      const rows = opened.locator('.analogs tbody tr');
      await rows.first().waitFor();
      const skus = () => opened.locator('.analogs tbody small').allTextContents();
      const total = () => opened.getByTestId('total').textContent();
      const [before, [first]] = [await total(), await skus()];
      await opened.getByRole('button', { name: `Strike out ${first.trim()}` }).click();
      await opened.getByRole('button', { name: `Take back ${first.trim()}` }).waitFor();
      const struck = opened.locator('.analogs tbody small', { hasText: first.trim() });
      await struck.waitFor({ state: 'detached' });
      await opened.getByLabel('Is it like another one?').fill('KIT-109');
      await opened.getByRole('button', { name: 'Pick KIT-109' }).click();
      await says(rows.first(), 'picked');
      expect((await skus())[0]).toContain('KIT-109');
      const after = await total();
      expect(after).not.toBe(before);
      await opened.waitForURL(/like=KIT-109/);
      await opened.reload();
      await says(rows.first(), 'picked');
      expect(await total()).toBe(after);
    }));

  it('takes chosen products in JSON and NDJSON alike, and says which change nothing', async () => {
    const { url } = page.server();
    const ask = async (path: string, body: string, type = 'application/json') => {
      const response = await fetch(url + path, { method: 'POST', body, headers: { 'content-type': type } });
      return (await response.json()) as { items: ItemForecast[]; errors?: { path: string }[] } & ItemForecast;
    };
    const item = (analogs?: object) => ({ description: 'Tin robot', price: 10, date: '2026-07-06', analogs });
    const json = async (analogs?: object, path = '/embed-and-predict') =>
      (await ask(path, JSON.stringify({ items: [item(analogs)] }))).items[0];
    const [plain, picked] = [await json(), await json({ include: ['kit-109'] })];
    expect(picked.total.mean).not.toBe(plain.total.mean);
    const line = await ask(
      '/embed-and-predict',
      JSON.stringify(item({ include: ['KIT-109'] })) + '\n',
      'application/x-ndjson',
    );
    expect(line.total).toEqual(picked.total);
    const codes = ({ warnings }: ItemForecast) => warnings.map(({ code, field }) => [code, field]);
    expect(codes(await json({ exclude: ['NO-SUCH'] }))).toContainEqual([
      'analog_unused',
      'analogs.exclude[0]',
    ]);
    expect(codes(await json({ include: ['KIT-109'] }, '/predict'))).toContainEqual(['not_read', 'analogs']);
    const refused = await ask(
      '/predict',
      JSON.stringify({ items: [item({ include: ['A'], exclude: ['a'] })] }),
    );
    expect(refused.errors).toMatchObject([{ path: 'items[0].analogs.exclude' }]);
  });

  it('forecasts and adds up as many weeks as are asked for', async () => {
    const { url } = page.server();
    const post = async (path: string, body: object, type = 'application/json') => {
      const headers = { 'content-type': type };
      const response = await fetch(url + path, {
        method: 'POST',
        body: JSON.stringify(body) + '\n',
        headers,
      });
      return (await response.json()) as {
        items: ItemForecast[];
        span: number;
        total: ItemForecast['total'];
      } & ItemForecast & { errors?: unknown };
    };
    const items = [{ description: 'Tin robot', price: 10 }];
    const ask = async (horizon?: number) =>
      (await post('/embed-and-predict', { items, horizon, compare: true, explain: true })).items[0];
    const [whole, two, all] = [await ask(), await ask(2), await ask(4)];
    expect(all).toEqual(whole);
    expect(two.forecast).toEqual(whole.forecast.slice(0, 2));
    expect(two.numeric_only?.forecast).toHaveLength(2);
    const sum = (weeks: ItemForecast['forecast']) => weeks.reduce((all, { mean }) => all + mean, 0);
    expect(two.total.mean / sum(two.forecast)).toBeCloseTo(1, 1);
    expect(two.total.p90 - two.total.p10).toBeLessThan(whole.total.p90 - whole.total.p10);
    expect(two.text_effect).toBeCloseTo(two.total.mean - two.numeric_only!.total.mean, 2);
    const line = await post('/embed-and-predict?horizon=2', items[0], 'application/x-ndjson');
    expect(line.total).toEqual(two.total);
    const together = await post('/assortment', { items, horizon: 2 });
    expect([together.span, together.total.mean]).toEqual([2, two.total.mean]);
    expect((await post('/predict', { items, horizon: 9 })).errors).toMatchObject([{ path: 'horizon' }]);
    await page.open('new?description=Tin+robot&price=10', async (opened) => {
      await opened.getByLabel('Weeks', { exact: true }).selectOption('2 weeks');
      await says(opened.getByTestId('sentence'), 'first 2 weeks');
      await opened.waitForURL(/horizon=2/);
      await opened.getByLabel('Lead time').fill('3');
      await says(opened.getByTestId('order-sentence'), '4 weeks');
    });
  });
}
