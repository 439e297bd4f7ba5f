import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];
/** Generous: a busy machine makes nothing wrong. */
export const PATIENCE_MS = 300_000;
const SCREENSHOTS = join(__dirname, '../../../screenshots');

export const browserFile = CHROMIUM.find((file) => file && existsSync(file));

/** `describe` where a browser is installed; elsewhere skips and says so. */
export const describeInBrowser = browserFile ? describe : describe.skip;
if (!browserFile)
  console.warn('The page is not tested: no Chromium is installed (set CHROMIUM to its path).');

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: browserFile, args: QUIET });
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Console errors, page errors, and requests that left the origin. */
  complaints: string[];
}

export interface VisitOptions {
  width?: number;
  theme?: 'light' | 'dark';
  locale?: string;
}

/** Opens a view and waits until nothing moves; whatever goes wrong on the way is kept in `complaints`. */
export async function visit(
  browser: Browser,
  origin: string,
  view: string,
  { width = 1280, theme = 'light', locale = 'en-GB' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, locale });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin)
      complaints.push(`left the origin: ${url.href}`);
  });
  await page.goto(`${origin}/#/${view}`);
  return { page, context, complaints };
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
