import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { screenshot } from '../support/browser';
import { type PageUnderTest, says } from '../support/openPage';

export const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = {
  new: 'Similar products',
  whatif: '+',
  catalog: 'synthetic demo shop',
  'catalog?sku=KIT-109': 'Sold so far',
  sales: 'Drop a file of sales',
  evaluation: 'Do the ranges hold?',
  'evaluation?with=online-retail': 'evaluated on different sales',
  models: 'Throughput',
};

/** Every view at both widths, each in a theme; in the languages each has the other. */
export function lookFlows(page: PageUnderTest): void {
  test.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('every view is accessible and quiet at %i pixels, %s', async (width, theme) => {
    await page.open(
      'new',
      async (opened) => {
        await opened.evaluate(AXE);
        for (const [view, shows] of Object.entries(VIEWS)) {
          await opened.evaluate(`location.hash = '#/${view}'`);
          await says(opened.locator('main'), shows);
          await opened.locator('.skeleton').first().waitFor({ state: 'detached' });
          await screenshot(opened, `${view.replace(/\W+/g, '-')}-${width}-${theme}`);
          expect({ view, violations: await violations(opened) }).toEqual({ view, violations: [] });
          expect({ view, overflow: await overflow(opened) }).toEqual({ view, overflow: 0 });
        }
      },
      { width, theme },
    );
  });

  it('opens with less than 160 KB of script and style over the wire', async () => {
    const opened = readFileSync(join(__dirname, '../../../dist/web/index.html'), 'utf8');
    const files = [...opened.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, file]) => file);
    const sizes = await Promise.all(files.map((file) => compressedBytes(page.server().url + file)));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(160 * 1024);
  });
}

/** What axe finds serious; `contrast`, half of its work, hangs on theme and width alone. */
export function violations(opened: Page, { contrast = true } = {}): Promise<string[]> {
  return opened.evaluate(
    `axe.run({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: ${contrast} } } }).then(({ violations }) => violations
       .filter(({ impact }) => impact === 'serious' || impact === 'critical')
       .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
}

/** Pixels by which the page is wider than its window. */
export function overflow(opened: Page): Promise<number> {
  return opened.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

function compressedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}
