import type { Page } from 'playwright-core';
import type { DemandEvaluation } from '../../../src/contract/evaluation/demandEvaluation';
import type { AccuracyAnswer } from '../../../src/contract/monitoring';
import { makeKey } from '../../../src/http/guards/apiKeys';
import { startBuiltServer } from '../../support/builtServer';
import { type PageUnderTest, says } from '../support/openPage';
import { take } from './catalog';

/** The evaluation, the models and the server's health. */
export function modelFlows(page: PageUnderTest): void {
  it('shows the evaluation of the active model beside that of another', () =>
    page.open('evaluation', async (opened) => {
      const own = opened.getByLabel('Evaluation of Demo shop (synthetic)');
      await says(own, 'without words');
      await own.getByRole('img', { name: /^Error by weeks of history/ }).waitFor();
      await own.getByRole('img', { name: /^New products, promised and observed/ }).waitFor();
      const scores = own.getByLabel('Scores: New products');
      const few = await scores.locator('tbody tr').count();
      await scores.getByRole('button', { name: /^Show all \d+ models/ }).click();
      expect(await scores.locator('tbody tr').count()).toBeGreaterThan(few);
      await opened.getByLabel('Compare with').selectOption('online-retail');
      await opened
        .getByLabel(/^Evaluation of Online Retail/)
        .getByLabel('Scores: Known products')
        .waitFor();
      await says(opened, 'evaluated on different sales');
    }));

  it('shows precision against recall of sales tiers where the report has them', () =>
    page.open('models', async (opened) => {
      await answered<DemandEvaluation>(opened, '**/models/demo-shop/evaluation', (report) => {
        const points = [
          { threshold: 0.9, precision: 1, recall: 0.2 },
          { threshold: 0.1, precision: 0.4, recall: 1 },
        ];
        const high = { base: 0.33, average_precision: 0.71, points };
        for (const { tiers } of report.tasks)
          for (const model of tiers?.models ?? []) model.curves = { score: 'probability', by_tier: { high } };
      });
      await opened.getByRole('link', { name: 'Does text help?' }).click();
      const card = opened.getByLabel('Are fast sellers found?');
      const name = 'Known products, precision against recall; average precision: fast 0.71, by chance 0.33';
      await card.getByRole('img', { name }).waitFor();
    }));

  it('names the models whose forecasts are compared, and one that answers now and is not among them', () =>
    page.open('new', async (opened) => {
      await answered<AccuracyAnswer>(opened, '**/accuracy', (answer) => {
        answer.model = { name: 'online-retail', hash: '', trained_until: null };
        answer.models = [
          { name: 'online-retail', weeks: 1 },
          { name: 'gone', weeks: 3 },
        ];
        answer.monitoring.state = 'stale';
      });
      await opened.getByRole('link', { name: 'Models and health' }).click();
      const card = opened.getByLabel('How good were we?');
      await says(card, /forecast by Online Retail.* \(1 week\) and gone \(3 weeks\)\./);
      await says(card, 'Demo shop (synthetic) answers now; it is judged once');
      expect(await card.textContent()).not.toContain('stale');
    }));

  it('offers to load the page again where a view does not come, and keeps what was typed', () =>
    page.open(
      'new',
      async (opened) => {
        await opened.getByLabel('Description').fill('Tin robot');
        await opened.waitForURL(/Tin\+robot/);
        await opened.route('**/assets/ModelsView*', (route) => route.abort());
        await opened.getByRole('link', { name: 'Models and health' }).click();
        await says(opened.getByRole('alert'), 'This part of the page did not load');
        await opened.unroute('**/assets/ModelsView*');
        await opened.getByRole('button', { name: 'Load the page again' }).click();
        await opened.getByLabel('Model demo-shop').waitFor();
        await opened.goBack();
        expect(await opened.getByLabel('Description').inputValue()).toBe('Tin robot');
      },
      { provoked: /ERR_FAILED/ },
    ));

  it('shows figures of the backtest on the card of each model', () =>
    page.open('models', async (opened) => {
      const card = opened.getByLabel('Model online-retail');
      const row = card.getByRole('row', { name: /^text-aware/ }).first();
      await row.waitFor();
      expect(await row.getByRole('cell').allTextContents()).toEqual([
        expect.stringMatching(/^0\.\d{3}$/),
        expect.stringMatching(/^0\.\d{3}$/),
        expect.stringMatching(/^0\.\d{3}$/),
        expect.stringMatching(/^\d+%$/),
        expect.stringMatching(/^[+−±]\d+%$/),
      ]);
    }));

  it('shows what the server does and why it runs where it runs', () =>
    page.open('models', async (opened) => {
      const { url } = page.server();
      const { engine } = (await (await fetch(`${url}/info`)).json()) as {
        engine: { provider: string; device: { reason: string | null } };
      };
      const health = opened.getByRole('region', { name: /^Server/ });
      await says(health, /\d forecasts\/s/);
      await says(health, `${engine.provider.toUpperCase()}, `);
      const { reason } = engine.device;
      if (reason)
        expect(await opened.getByTestId('device-reason').textContent()).toContain(
          reason.replaceAll('`', '').slice(1),
        );
    }));

  it('says how good forecasts were, and how unlike the training what is sold has become', () =>
    page.open('models', async (opened) => {
      const card = opened.getByRole('region', { name: /^How good were we\?/ });
      await says(card, 'unknown', { exact: true });
      await answered<AccuracyAnswer>(opened, '**/accuracy', (answer) => {
        answer.monitoring.state = 'worse than a simple method';
        answer.groups = [
          {
            ...{ task: 'KNOWN', products: 420, forecasts: 5000, units: 9000, difference: null },
            model: { wape: 0.71, bias: 0.12, coverage: 0.8 },
            simple: { method: 'mean of 4 weeks', wape: 0.65, bias: -0.02, coverage: null },
          },
        ];
      });
      await opened.reload();
      await says(card, 'worse than a simple method');
      const cells = (name: RegExp) => card.getByRole('row', { name }).getByRole('cell').allTextContents();
      expect(await cells(/^forecasts/)).toEqual(['0.710', '80%', '+12%']);
      expect(await cells(/^mean of 4 weeks/)).toEqual(['0.650', '–', '−2%']);
      await says(card, 'units of new products');
    }));

  it('asks before it activates another model, and then does', () =>
    page.open('models', async (opened) => {
      const card = opened.getByLabel('Model online-retail');
      await card.getByRole('button', { name: 'Activate' }).click();
      await says(opened, /^Activate .+\?$/);
      await opened.getByRole('button', { name: 'Keep as it is' }).click();
      expect(await opened.getByRole('dialog').count()).toBe(0);
      await card.getByRole('button', { name: 'Activate' }).click();
      await opened.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
      await says(card, 'active', { exact: true });
      await opened.getByLabel('Model demo-shop').getByRole('button', { name: 'Activate' }).click();
      await opened.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
      await says(opened.getByLabel('Model demo-shop'), 'active', { exact: true });
    }));

  it('asks for the API key where the server wants one, and for another where it may not do a thing', async () => {
    const { key, hash } = makeKey();
    const reader = makeKey();
    const guarded = await startBuiltServer({
      SHELFCAST_API_KEY_HASHES: `${hash},${reader.hash}:read`,
    });
    try {
      await page.open(
        'new',
        async (opened) => {
          await opened.getByLabel('API key').fill('wrong');
          await opened.getByRole('button', { name: 'Use this key' }).click();
          await opened.getByLabel('API key').fill(reader.key);
          await opened.getByRole('button', { name: 'Use this key' }).click();
          await opened.getByTestId('total').waitFor();
          await opened.getByRole('link', { name: 'Models and health' }).click();
          await opened.getByLabel('Model demo-shop').waitFor();
          await opened.getByRole('link', { name: 'Your sales' }).click();
          await opened.getByRole('button', { name: 'Train on the catalog' }).click();
          await says(opened, /has the scope read, and this takes the scope admin/);
          const rows = ['06', '13', '20'].map((day) => `A1;${day}.01.2025;3;4,50;Becher`);
          await take(
            opened,
            'Januar.csv',
            ['Artikelnummer;Datum;Menge;Preis;Bezeichnung', ...rows].join('\n'),
          );
          const file = opened.getByRole('region', { name: 'Januar.csv' });
          await file.getByRole('button', { name: 'Put into the catalog' }).click();
          await says(file, /has the scope read, and this takes the scope write/);
          await file.getByLabel('API key').fill(key);
          await file.getByRole('button', { name: 'Use this key' }).click();
          await says(opened.getByTestId('stored'), '3 of 3 rows are in the catalog.');
        },
        { origin: guarded.url, provoked: /status of 40[13]/ },
      );
    } finally {
      await guarded.stop();
    }
  });
}

/** Has the server's own answers to a path changed on their way to the page. */
async function answered<T>(opened: Page, path: string, change: (answer: T) => void): Promise<void> {
  await opened.route(path, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as T;
    change(answer);
    await route.fulfill({ response, json: answer });
  });
}
