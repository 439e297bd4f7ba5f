import type { ItemForecast } from '../../src/contract/forecastAnswers';
import { makeShop } from './support/shop';

const item = { lag_depth: 0, cold_start: true, warnings: [] as unknown[] } as ItemForecast;

test('counts that cannot be written are told of once, kept, and written when they can be', async () => {
  const warned: object[] = [];
  const log = { info: () => {}, warn: (details: object) => void warned.push(details) };
  const { database, monitor } = makeShop({ log });
  database.exec(
    "CREATE TRIGGER full BEFORE INSERT ON drift_weeks BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
  );
  for (let request = 0; request < 3; request++) {
    monitor.forecasted('m', [item, item]);
    expect((await monitor.drift(4)).weeks).toEqual([]);
  }
  expect(warned).toEqual([{ reason: 'database or disk is full' }]);
  database.exec('DROP TRIGGER full');
  expect((await monitor.drift(4)).weeks).toMatchObject([{ source: 'requests', items: 6, cold_start: 1 }]);
  await monitor.close();
  database.close();
});
