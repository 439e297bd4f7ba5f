import { statSync } from 'node:fs';
import { type PageUnderTest, says } from '../support/openPage';

/** A comparison kept under a name, opened again, shown as picture and PDF, and deleted. */
export function keepFlows(page: PageUnderTest): void {
  it('a comparison is kept for all, opened again and deleted', async () => {
    await page.open('whatif?description=Striped+mug&price=8.95&variant=2+for+1', async (opened) => {
      const kept = opened.getByTestId('kept');
      await opened.getByLabel('Name').fill('Spring / 2 for 1');
      await opened.getByRole('button', { name: 'Keep', exact: true }).click();
      await says(kept, 'Spring / 2 for 1');
      // The second time the address bar still says what is opened, for it follows a moment later.
      for (const price of ['19.95', '29.95']) {
        await opened.getByLabel('Price').first().fill(price);
        await kept.getByText('Spring / 2 for 1').first().click();
        await says(opened, 'at £8.95');
      }
      await opened.getByLabel('Name').fill('Spring / 2 for 1');
      await opened.getByRole('button', { name: 'Replace' }).click();
      await opened.getByRole('button', { name: 'Delete Spring / 2 for 1' }).click();
      await opened.getByRole('button', { name: 'Keep it again' }).click();
      await opened.getByRole('button', { name: 'Delete Spring / 2 for 1' }).click();
      await says(opened, 'No scenario is kept yet.');
    });
  });

  it('what is seen is saved as a picture and as a PDF', async () => {
    await page.open('new?description=Striped+mug&price=8.95', async (opened) => {
      await opened.getByTestId('quantity').waitFor();
      await says(opened, 'Alike');
      const [saved] = await Promise.all([
        opened.waitForEvent('download'),
        opened.getByRole('button', { name: 'Save as picture' }).click(),
      ]);
      expect(saved.suggestedFilename()).toBe('New-product-shelfcast.png');
      expect(statSync(await saved.path()).size).toBeGreaterThan(50_000);
      const pdf = await opened.pdf();
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await opened.emulateMedia({ media: 'print' });
      for (const shown of ['Forecast', 'What makes the forecast', 'How many to order?', 'Similar products'])
        expect({ shown, seen: await opened.getByText(shown).first().isVisible() }).toEqual({
          shown,
          seen: true,
        });
      expect(await opened.getByText('Keep and show').isVisible()).toBe(false);
    });
  });
}
