/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { evaluation, type Evaluation } from '../../../src/contract/evaluation/evaluation';
import { reportPage } from '../../../src/evaluation/report/page';
import { LANGUAGES } from '../../../src/languages/language';
import { describeInBrowser, launch, openContext } from '../../web/support/browser';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });

/** Pairs of texts of one chart that lie on each other, and texts that a chart's edge cuts. */
const UNREADABLE = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const edge = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '');
  const places = texts.map((text) => text.getBoundingClientRect());
  const name = svg.getAttribute('aria-label').slice(0, 60) + ': ';
  return texts.flatMap((text, at) => {
    const a = places[at];
    const over = places.findIndex((b, other) =>
      other > at && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2);
    return [
      ...(over < 0 ? [] : [name + text.textContent + ' over ' + texts[over].textContent]),
      ...(a.left < edge.left - 1 || a.right > edge.right + 1 ? [name + text.textContent + ' is cut'] : []),
    ];
  });
})`;

describeInBrowser('a report', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it('has no text over another or cut, in any language', async () => {
    const stored: Evaluation = evaluation.parse(
      JSON.parse(readFileSync(join(__dirname, '../../../onnx/demo-shop/evaluation.json'), 'utf8')),
    );
    const page = await (await openContext(browser)).newPage();
    for (const language of LANGUAGES) {
      await page.setContent(await reportPage(stored, language));
      expect({ language, unreadable: await page.evaluate(UNREADABLE) }).toEqual({ language, unreadable: [] });
      const text: string = await page.evaluate('document.body.innerText');
      if (language !== 'en') expect(text).not.toMatch(/Less is better|of the \d|each method|held-out/);
    }
  });
});
