import type { Page } from 'playwright-core';
import { type PageUnderTest, says } from '../support/openPage';

/** The page without a mouse. */
export function keyboardFlows(page: PageUnderTest): void {
  it('leads the focus through the page in reading order', () =>
    page.open('new', async (opened) => {
      for (const part of ['total', 'believe', 'order-sentence']) await opened.getByTestId(part).waitFor();
      await says(opened, 'Alike');
      const stops: string[] = [];
      while (stops.at(-1) !== 'Alike' && stops.length < 60) {
        await opened.keyboard.press('Tab');
        const stop = await focused(opened);
        if (stop !== stops.at(-1)) stops.push(stop);
      }
      expect(stops).toEqual([
        'Skip to content',
        'shelfcast',
        ...['New product', 'What if', 'Catalog', 'Your sales', 'Does text help?', 'Models and health'],
        'Language',
        'Theme: system. Change to light.',
        ...['Description', 'Promotion text', 'Price (£)', 'Launch week', 'Early sales', 'Model', 'Weeks'],
        'Compare promotions and prices',
        'Clear',
        ...[
          'units expected',
          '80% range',
          'without the words',
          'TF-IDF analogs',
          expect.stringMatching(/^Forecast: week of /),
          'units a week',
          ...['In stock', 'On the way', 'Lead time', 'Next order', 'Pack', 'Cost (£)', 'Salvage (£)'],
          ...['all demand is met in 95% of cases', 'Service level in percent'],
          ...['units to order', 'service', 'sold', 'short', 'left over', 'revenue'],
          'the forecast',
        ],
        ...['Similar products, scrolls sideways', 'Launch', 'Alike'],
      ]);
    }));

  it('skips to the content of the view at hand', () =>
    page.open('models', async (opened) => {
      await opened.getByRole('heading', { level: 1 }).waitFor();
      await opened.keyboard.press('Tab');
      await opened.keyboard.press('Enter');
      expect(await opened.evaluate('document.activeElement.id')).toBe('main');
      expect(await opened.locator('h1').textContent()).toBe('Models and health');
    }));

  it('explains jargon on focus and on hover, and Escape closes it', () =>
    page.open('new', async (opened) => {
      const term = opened.getByRole('button', { name: '80% range' });
      const tip = opened.getByRole('tooltip');
      await term.focus();
      await says(tip, '8 cases out of 10');
      await opened.keyboard.press('Escape');
      await tip.waitFor({ state: 'hidden' });
      await opened.getByRole('button', { name: 'without the words' }).hover();
      await says(tip, 'not a word of the text');
    }));
}

/** What a person hears of the focused element. */
function focused(opened: Page): Promise<string> {
  return opened.evaluate(`(() => {
    const element = document.activeElement;
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  })()`);
}
