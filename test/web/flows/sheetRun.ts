import { type PageUnderTest, says } from '../support/openPage';
import { take } from './catalog';

/** Long sheets, and what happens when one breaks off. */
export function sheetRunFlows(page: PageUnderTest): void {
  it('takes more lines than a request has, and keeps them while one looks at other views', () =>
    page.open('catalog', async (opened) => {
      await take(opened, 'long.csv', sheet(2_100));
      await opened.getByRole('button', { name: 'Forecast 2,100 products' }).click();
      await opened.getByRole('link', { name: 'Models and health' }).click();
      await says(opened, 'Throughput');
      await opened.getByRole('link', { name: 'Catalog' }).click();
      await says(opened, '2,100 of 2,100 products forecast');
      expect(await opened.locator('tbody tr').count()).toBe(100);
      await opened.getByRole('button', { name: 'Next', exact: true }).click();
      await says(opened, '101 to 200 of 2,100');
    }));

  it('keeps the lines answered before a sheet broke off, and goes on with the rest when the server is back', () =>
    page.open(
      'catalog',
      async (opened) => {
        let requests = 0;
        await opened.route('**/embed-and-predict', (route) =>
          ++requests === 2 ? route.abort() : route.continue(),
        );
        let back = () => {};
        const away = new Promise<void>((resolve) => (back = resolve));
        await opened.route('**/health/live', (route) => away.then(() => route.continue()));
        await take(opened, 'long.csv', sheet(2100));
        await opened.getByRole('button', { name: 'Forecast 2,100 products' }).click();
        const progress = opened.getByRole('region', { name: '2,000 of 2,100 products forecast' });
        await says(progress, '100 lines without an answer yet');
        await says(progress, 'There is no answer yet');
        back();
        await says(opened, '2,100 of 2,100 products forecast');
        expect(await opened.getByTestId('connection').count()).toBe(0);
      },
      { provoked: /ERR_FAILED/ },
    ));
}

function sheet(lines: number): string {
  const rows = Array.from(
    { length: lines },
    (_, index) => `Cotton towel ${index % 50},${3 + (index % 9)}.95`,
  );
  return ['description,price', ...rows].join('\n');
}
