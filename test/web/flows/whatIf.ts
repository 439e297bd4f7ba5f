import { type PageUnderTest } from '../support/openPage';

/** Variants side by side, whose state is the address. */
export function whatIfFlows(page: PageUnderTest): void {
  it('compares variants, and a shared address shows the same', async () => {
    const shared = { address: '', figures: [''] };
    await page.open('whatif', async (opened) => {
      const variant = (number: number) => opened.getByRole('region', { name: `Variant ${number}` });
      await variant(1).getByLabel('Promotion text').fill('Half price this week');
      await variant(2).getByLabel('Price').fill('5.50');
      await opened.waitForURL(({ hash }) => decodeURIComponent(hash).includes('5.50'));
      await opened.locator('.multiple .stale').first().waitFor({ state: 'detached' });
      await opened.locator('[aria-busy=false] .multiple .badge').nth(2).waitFor();
      expect(await opened.locator('.multiple .badge').allTextContents()).toEqual([
        'base',
        expect.stringMatching(/^[+−±]/),
        expect.stringMatching(/^[+−±]/),
      ]);
      shared.figures = await opened.locator('.multiple .figure-range').allTextContents();
      shared.address = opened.url();
    });
    await page.open(shared.address.split('#/')[1], async (opened) => {
      await opened.locator('[aria-busy=false] .multiple .badge').nth(2).waitFor();
      expect(await opened.locator('.multiple .figure-range').allTextContents()).toEqual(shared.figures);
      const first = opened.getByRole('region', { name: 'Variant 1' });
      expect(await first.getByLabel('Promotion text').inputValue()).toBe('Half price this week');
    });
  });

  it('takes nothing that is typed before it knows the product that it opens with', () =>
    page.open('models', async (opened) => {
      let answer = () => {};
      const held = new Promise<void>((resolve) => (answer = resolve));
      await opened.route('**/example', async (route) => {
        await held;
        await route.continue();
      });
      await opened.getByRole('link', { name: 'What if', exact: true }).click();
      await opened.getByRole('heading', { name: 'What if', level: 1 }).waitFor();
      expect(await opened.getByLabel('Promotion text').count()).toBe(0);
      answer();
      const variant = (number: number) => opened.getByRole('region', { name: `Variant ${number}` });
      await variant(1).getByLabel('Promotion text').fill('Half price this week');
      expect(await variant(2).getByLabel('Price').inputValue()).toBe('7.16');
    }));

  it('sets the promotion of a new product against the same without it', () =>
    page.open('new?description=Tin+robot&promo_text=Two+for+one&price=10', async (opened) => {
      // Begun from the head of the page it is of the product at hand as well.
      await opened.getByRole('link', { name: 'What if', exact: true }).click();
      await opened.getByRole('heading', { name: 'What if', level: 1 }).waitFor();
      expect(await opened.getByLabel('Description').inputValue()).toBe('Tin robot');
      await opened.getByRole('link', { name: 'New product' }).click();
      await opened.getByRole('link', { name: 'Compare promotions and prices' }).click();
      await opened.locator('[aria-busy=false] .multiple .badge').nth(2).waitFor();
      const variant = (number: number) => opened.getByRole('region', { name: `Variant ${number}` });
      expect(await variant(1).getByLabel('Promotion text').inputValue()).toBe('Two for one');
      expect(await variant(2).getByLabel('Price').inputValue()).toBe('8.00');
      const base = opened.getByRole('region', { name: 'As it stands', exact: true });
      expect(await base.getByLabel('Promotion text').inputValue()).toBe('');
      await opened.getByRole('link', { name: 'New product' }).click();
      await base.waitFor({ state: 'detached' });
      expect(await opened.getByLabel('Promotion text').inputValue()).toBe('Two for one');
    }));
}
