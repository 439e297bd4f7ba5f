/**
 * Whether axe finds something serious, and whether anything is wider than its window, in every view and state of the page, at
 * both widths and in both themes: `npx tsx scripts/page/accessible.ts [--url SERVER]` after `npm run build`. Fails where it does.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { chromium, type Page } from 'playwright-core';
import { startServer } from '../bench/server';
import { messyBytes, messySheet } from './messySheet';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 120_000;
const LINES = 60;
const WINDOWS = [
  { width: 1280, theme: 'light' },
  { width: 1280, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

interface Options {
  url?: string;
  chromium: string;
}

/** A state: the address it begins with, and what is done there. */
type State = [address: string, act?: (page: Page) => Promise<void>];

const STATES: Record<string, State> = {
  'a new product': ['new'],
  'a field that is wrong': ['new?description=mug&price=much'],
  'no description': ['new?description='],
  'a similar product picked': ['new', (page) => page.locator('.analogs button, td button').first().click()],
  'another model': ['new?description=mug&model=online-retail'],
  'a model that is gone': ['new?description=mug&model=gone'],
  'what if': ['whatif'],
  catalog: ['catalog'],
  'the catalog added up': [
    'catalog',
    async (page) => {
      await page.getByRole('button', { name: 'Add up' }).click();
      await page.getByText('together sell about').waitFor();
    },
  ],
  'a product that is unknown': ['catalog?sku=nothing'],
  'a known product': [
    'catalog',
    async (page) => {
      await page.locator('tbody a').first().click();
      await page.locator('details.weeks summary').click();
    },
  ],
  'columns of a sheet': ['catalog', takeSheet],
  'a sheet with orders': [
    'catalog',
    async (page) => {
      await takeSheet(page);
      await page.getByRole('button', { name: /^Forecast \d/ }).click();
      await page.getByRole('button', { name: /^Work out the orders/ }).click();
      await page.getByTestId('order-totals').waitFor();
      for (const summary of await page.locator('main summary').all()) await summary.click();
    },
  ],
  'no sheet': ['catalog', (page) => take(page, 'empty.csv', '')],
  'your sales': ['sales'],
  'a file of sales': [
    'sales',
    async (page) => {
      await take(page, 'sales.csv', salesFile());
      await page.getByRole('button', { name: 'Put into the catalog' }).waitFor();
      for (const summary of await page.locator('main details:not([open]) > summary').all())
        await summary.click();
    },
  ],
  'no sales': [
    'sales',
    async (page) => {
      await take(page, 'empty.csv', '');
      await page.getByText('The file is empty').waitFor();
    },
  ],
  'does text help': [
    'evaluation',
    async (page) => {
      const more = page.getByRole('button', { name: /^Show all/ });
      while ((await more.count()) > 0) await more.first().click();
    },
  ],
  'beside another model': ['evaluation?with=online-retail'],
  models: ['models'],
  'the question before another model answers': [
    'models',
    async (page) => {
      await page.getByRole('button', { name: 'Activate' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  'a key is wanted': ['new', (page) => answeredBy(page, 401)],
  'the server is busy': ['new', (page) => answeredBy(page, 429)],
  'the server is away': [
    'new',
    async (page) => {
      await page.route('**/*', (route) => route.abort());
      await page.getByLabel('Description').fill('another mug');
      await page.getByTestId('connection').waitFor();
    },
  ],
};

program
  .option('--url <url>', 'a server that runs already, whose page is English; default: one of the demo shop')
  .option('--chromium <file>', 'the browser', '/usr/bin/chromium')
  .action(run);

async function run({ url, chromium: executablePath }: Options): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-page-'));
  const server = url === undefined ? await startServer({ DB: join(work, 'shelfcast.db') }) : null;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  let wrong = 0;
  try {
    for (const { width, theme } of WINDOWS) {
      for (const [name, [address, act]] of Object.entries(STATES)) {
        const context = await browser.newContext({
          ...{
            viewport: { width, height: 900 },
            colorScheme: theme,
            locale: 'en-GB',
            reducedMotion: 'reduce',
          },
        });
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        await page.goto(`${url ?? server!.url}/#/${address}`);
        await settled(page);
        await act?.(page);
        await settled(page);
        const found = await faults(page);
        for (const fault of found) console.log(`${name}, ${width} pixels, ${theme}: ${fault}`);
        wrong += found.length;
        await context.close();
      }
    }
    const states = Object.keys(STATES).length * WINDOWS.length;
    console.log(`${states} looks at ${Object.keys(STATES).length} states: ${wrong} serious faults.`);
    process.exitCode = wrong === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await server?.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Until nothing is on its way; what a page needs to ask once more comes after a moment of quiet. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.waitForTimeout(400);
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const serious = (await page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
       .filter(({ impact }) => impact === 'serious' || impact === 'critical')
       .map(({ id, nodes }) => id + ', ' + nodes.length + ' times: ' + nodes[0].html.slice(0, 200)))`,
  )) as string[];
  const wider = (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
  return wider > 0 ? [...serious, `${wider} pixels wider than its window`] : serious;
}

async function take(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await page.setInputFiles('input[type=file]', {
    ...{ name, mimeType: 'text/csv' },
    buffer: Buffer.from(content),
  });
}

async function takeSheet(page: Page): Promise<void> {
  await take(page, 'sheet.csv', await messyBytes(messySheet('en', LINES), 'csv'));
  await page.getByRole('button', { name: /^Forecast \d/ }).waitFor();
}

/** Sales of 14 weeks, one of them of a day that is none. */
function salesFile(): string {
  const day = (at: number) => new Date(Date.UTC(2026, 0, 5 + at)).toISOString().slice(0, 10);
  const rows = Array.from(
    { length: 98 },
    (_, at) => `L${at % 3},${day(at)},${1 + (at % 4)},9.50,Paper lamp ${at % 3}`,
  );
  return ['sku,sold on,quantity,price,description', ...rows, 'L1,never,1,9.50,Paper lamp 1'].join('\n');
}

async function answeredBy(page: Page, status: 401 | 429): Promise<void> {
  await page.route('**/embed-and-predict', (route) =>
    route.fulfill({
      status,
      headers: { 'retry-after': '60' },
      json: { status, code: status === 401 ? 'unauthorized' : 'rate_limited', detail: 'Not now.' },
    }),
  );
  await page.getByLabel('Description').fill('another mug');
  await page.getByRole('alert').waitFor();
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
