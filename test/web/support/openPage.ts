import type { Browser, Locator, Page } from 'playwright-core';
import { startBuiltServer, type BuiltServer } from '../../support/builtServer';
import { launch, visit, type Visit, type VisitOptions } from './browser';

/** One built server and one browser for all flows of a file. */
export interface PageUnderTest {
  server(): BuiltServer;
  /** Opens a view, gives it to `use`, and requires that nothing went wrong on the way. */
  open(view: string, use: (page: Visit['page']) => Promise<void>, options?: OpenOptions): Promise<void>;
}

export interface OpenOptions extends VisitOptions {
  /** Address of another server. */
  origin?: string;
  /** What a flow provokes, such as the browser's own note of a refused request. */
  provoked?: RegExp;
}

/** Waits until `words` can be read in `place`, however often: what another card says breaks no wait. */
export function says(
  place: Page | Locator,
  words: string | RegExp,
  options?: { exact: boolean },
): Promise<void> {
  return place.getByText(words, options).filter({ visible: true }).first().waitFor();
}

/** Starts both before the tests of the file and stops them after. */
export function pageUnderTest(): PageUnderTest {
  let server: BuiltServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startBuiltServer({}, { demoShop: true }), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    server: () => server,
    async open(view, use, { origin = server.url, provoked, ...options } = {}) {
      const { page, context, complaints } = await visit(browser, origin, view, options);
      try {
        await use(page);
        expect(complaints.filter((complaint) => !provoked?.test(complaint))).toEqual([]);
      } finally {
        await context.close();
      }
    },
  };
}
