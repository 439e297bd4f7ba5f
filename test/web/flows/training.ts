import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../../src/engine/engine';
import { openSmallShop } from '../../retraining/support/smallShop';
import { startBuiltServer } from '../../support/builtServer';
import { writeTinyModel } from '../../support/tinyModel';
import { SETTLED, type PageUnderTest } from '../support/openPage';

/** A shop of its own: what the page says of a model that is not, and the way to one that is. */
export function trainingFlows(page: PageUnderTest): void {
  it('trains a model on the catalog, shows how it compares, and activates it', async () => {
    const shop = await openSmallShop({ skus: 20, weeks: 16 });
    const models = join(shop.directory, 'models');
    mkdirSync(models);
    const engine = await Engine.start({ encoder: shop.encoder, device: 'cpu', processes: 1, threads: 1 });
    await writeTinyModel(engine, { directory: join(models, 'tiny') });
    await engine.close();
    const server = await startBuiltServer({
      SHELFCAST_DB: shop.file,
      SHELFCAST_ENCODER: shop.encoder,
      SHELFCAST_MODELS: models,
      SHELFCAST_PROCESSES: '1',
    });
    try {
      await page.open(
        'new',
        async (opened) => {
          await opened
            .getByText('Forecasts come from the model tiny, which was trained on another shop')
            .first()
            .waitFor(SETTLED);
          await opened.getByRole('link', { name: 'Train a model' }).click();
          await opened.getByRole('button', { name: 'Train on the catalog' }).click();
          await opened.getByRole('button', { name: 'Cancel' }).waitFor(SETTLED);
          const training = opened.getByRole('region', { name: 'Training' });
          await training
            .getByRole('row', { name: /^shop-2024-04-15/ })
            .first()
            .waitFor(SETTLED);
          await training.getByRole('button', { name: 'Activate shop-2024-04-15' }).click();
          await opened.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
          const card = opened.getByLabel('Model shop-2024-04-15');
          await card.getByText('active', { exact: true }).waitFor(SETTLED);
          await opened.getByRole('link', { name: 'What if' }).click();
          await opened.getByLabel('Model', { exact: true }).selectOption('tiny');
          await opened.waitForURL(/model=tiny/);
        },
        { origin: server.url },
      );
    } finally {
      await server.stop();
      shop.remove();
    }
  });
}
