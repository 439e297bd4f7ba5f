import { readFileSync } from 'node:fs';
import { openSmallShop } from '../../retraining/support/smallShop';
import { startBuiltServer } from '../../support/builtServer';
import { tinyModels } from '../../support/tinyModels';
import { type PageUnderTest, says } from '../support/openPage';
import { take } from './catalog';

/** Her own sales: what the page says of a model of another shop, and the way to one of hers. */
export function trainingFlows(page: PageUnderTest): void {
  it('stores a file as it is understood, trains on it, shows how the model compares, activates it and goes back', async () => {
    const shop = await openSmallShop({ skus: 20, weeks: 16 });
    const { encoder, models } = await tinyModels('tiny');
    const server = await startBuiltServer({
      SHELFCAST_ENCODER: encoder,
      SHELFCAST_MODELS: models,
    });
    try {
      await page.open(
        'sales',
        async (opened) => {
          const [header, ...rows] = readFileSync(shop.sales, 'utf8').trimEnd().split('\n');
          const lines = [
            header.replace('units', 'quantity'),
            ...rows,
            'S1,never,1,2,Mug',
            'S1,2024-04-15,some,2,Mug',
          ];
          // Which of two codes is the product's is not plain.
          const open = lines.map((line, at) =>
            at === 0 ? `item_no,${line}` : `N${line.split(',')[0]},${line}`,
          );
          await take(opened, 'sales.csv', open.join('\n'));
          await says(opened, /Still open; choose below: Product number \(item_no \/ sku\)/);
          await opened.getByLabel('Product number').selectOption('sku');
          await opened.getByLabel('One row is').selectOption('week');
          await opened.getByRole('button', { name: 'Read it so' }).click();
          const understood = opened.getByTestId('understood');
          await understood.waitFor();
          expect(await understood.textContent()).toMatch(/^318 of 322 rows|^\d+ of \d+ rows understood/);
          expect(await opened.locator('.findings li').first().textContent()).toMatch(/never|some/);
          await opened.getByRole('button', { name: 'Put into the catalog' }).click();
          await opened.getByTestId('stored').waitFor();
          await says(opened, 'Forecasts come from the model tiny, which was trained on another shop');
          await opened.getByLabel('Weeks to forecast').fill('3');
          await opened.getByRole('button', { name: 'Train on the catalog' }).click();
          await opened.getByRole('button', { name: 'Cancel' }).waitFor();
          const training = opened.getByRole('region', { name: 'Training' });
          await training
            .getByRole('row', { name: /^shop-2024-04-15/ })
            .first()
            .waitFor();
          await training.getByRole('button', { name: 'Activate shop-2024-04-15' }).click();
          await opened.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
          await says(training, 'shop-2024-04-15 answers now.');
          await training.getByRole('button', { name: 'Go back to tiny' }).click();
          await opened.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
          await training.getByRole('button', { name: 'Activate shop-2024-04-15' }).waitFor();
          await opened.getByRole('link', { name: 'What if' }).click();
          await opened.getByLabel('Model', { exact: true }).selectOption('shop-2024-04-15');
          await opened.waitForURL(/model=shop/);
          await opened.evaluate("location.hash = '#/new'");
          await opened
            .locator('input')
            .and(opened.getByLabel('colour', { exact: true }))
            .fill('blue');
          await opened.waitForURL(/feature\.colour=blue/);
          const texts = rows.map((row) => row.split(',').at(-1));
          expect(texts).toContain(await opened.getByLabel('Description').inputValue());
          await opened.evaluate("location.hash = '#/evaluation?with=shop-2024-04-15'");
          await says(opened, 'Whether text helps shop-2024-04-15 is not known yet');
          await says(opened, /^npx shelfcast models attach .*shop-2024-04-15 report/);
          await opened
            .getByRole('region', { name: 'How good the model was on its last weeks' })
            .getByRole('row', { name: /^text-aware/ })
            .first()
            .waitFor();
        },
        { origin: server.url },
      );
    } finally {
      await server.stop();
      shop.remove();
    }
  });
}
