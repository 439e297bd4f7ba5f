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
const PATIENCE_MS = 300_000;
/** SCREENSHOTS=1 has those of every view left there. */
const SCREENSHOTS = process.env.SCREENSHOTS ? join(__dirname, '../../../screenshots') : null;

const browserFile = CHROMIUM.find((file) => file && existsSync(file));

/** `describe` where a browser is installed; elsewhere skips and says so. */
export const describeInBrowser = browserFile ? describe : describe.skip;
if (!browserFile)
  console.warn('The page is not tested: no Chromium is installed (set CHROMIUM to its path).');

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: browserFile, args: QUIET, timeout: PATIENCE_MS });
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

/** A context of its own, in which nothing moves for the sake of it. */
export async function openContext(
  browser: Browser,
  { width = 1280, theme = 'light', locale = 'en-GB' }: VisitOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 900 }, colorScheme: theme, locale },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** Opens a view and waits until nothing moves; whatever goes wrong on the way is kept in `complaints`. */
export async function visit(
  browser: Browser,
  origin: string,
  view: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const context = await openContext(browser, options);
  const page = await context.newPage();
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
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
