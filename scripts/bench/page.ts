import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { chromium, type Browser, type Page } from 'playwright-core';
import { median } from '../../src/common/statistics';
import { startServer, type Server } from './server';

const DOCS = join(__dirname, '../../docs/page.md');
const MARKS = ['<!-- measured by scripts/bench/page.ts -->', '<!-- end of measured -->'] as const;
const TYPED = ', hand-thrown in a small workshop, glazed twice, dishwasher safe, in a gift box with ribbon';
const KEY_MS = 60;
const PATIENCE_MS = 180_000;

interface Options {
  chromium: string;
  rounds: number;
  lines: number;
}

program
  .description(
    'Measures the page in a real browser against the built server, and writes the figures into docs/page.md.',
  )
  .option('--chromium <file>', 'the browser', '/usr/bin/chromium')
  .option('--rounds <n>', 'times the page is opened and typed into', Number, 5)
  .option('--lines <n>', 'lines of the sheet', Number, 20_000)
  .action(run);

async function run({ chromium: executablePath, rounds, lines }: Options): Promise<void> {
  const [loadBefore] = loadavg();
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-page-'));
  const server = await startServer({ DB: join(work, 'shelfcast.db') });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
  });
  try {
    const first = await opened(browser, server);
    const openings: number[] = [];
    const typing: Typing[] = [];
    for (let round = 0; round < rounds; round++) {
      openings.push(await opened(browser, server));
      typing.push(await typed(browser, server));
    }
    const alone = await streamed(server, lines, 'a');
    const sheet = await forecastSheet(browser, server, lines);
    const text = report({ first, openings, typing, alone, sheet, lines }, [
      `${new Date().toISOString().slice(0, 10)}; ${cpus()[0].model.trim()}, ${cpus().length} cores shared by browser`,
      `and server; load average ${loadBefore.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after (above`,
      `${cpus().length} the machine was busy with other work as well); Chromium ${browser.version()}; ${rounds} rounds.`,
    ]);
    console.log(text);
    writeBetweenMarks(text);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** A page of a new profile: nothing cached. */
async function freshPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Milliseconds from the navigation to the frame that shows a forecast, in a fresh profile. */
async function opened(browser: Browser, { url }: Server): Promise<number> {
  const page = await freshPage(browser);
  await page.addInitScript(`
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-testid=total]')) return;
      observer.disconnect();
      requestAnimationFrame(() => (globalThis.shownAt = performance.now()));
    }).observe(document, { childList: true, subtree: true });
  `);
  await page.goto(url);
  await page.getByTestId('total').waitFor();
  await page.evaluate('new Promise(requestAnimationFrame)');
  const shown = (await page.evaluate('shownAt')) as number;
  await page.context().close();
  return shown;
}

interface Typing extends Task {
  /** Milliseconds from the last key to its forecast. */
  answer: number;
}

async function typed(browser: Browser, { url }: Server): Promise<Typing> {
  const page = await freshPage(browser);
  await page.goto(url);
  await page.getByTestId('total').waitFor();
  await page.getByLabel('Description').focus();
  await page.keyboard.press('Control+End');
  let answer = 0;
  const longest = await longestTask(browser, page, async () => {
    await page.keyboard.type(TYPED, { delay: KEY_MS });
    const end = performance.now();
    await page.locator('.words', { hasText: 'ribbon' }).waitFor();
    answer = performance.now() - end;
  });
  await page.context().close();
  return { ...longest, answer };
}

async function forecastSheet(
  browser: Browser,
  { url }: Server,
  lines: number,
): Promise<Task & { ms: number; megabytes: number }> {
  const page = await freshPage(browser);
  await page.goto(`${url}/#/catalog`);
  const rows = products(lines, 'b').map(({ description, price }) => `"${description}",${price}`);
  let ms = 0;
  const longest = await longestTask(browser, page, async () => {
    await page.setInputFiles('input[type=file]', {
      name: 'sheet.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['description,price', ...rows].join('\n')),
    });
    await page.getByRole('button', { name: /^Forecast \d/ }).click();
    const start = performance.now();
    await page.getByText(/^[\d,]+ of [\d,]+ products forecast/).waitFor();
    await page.locator('tbody tr').first().waitFor();
    ms = performance.now() - start;
  });
  const bytes = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
  await page.context().close();
  return { ...longest, ms, megabytes: Math.round(bytes / 2 ** 20) };
}

/** Milliseconds that the same number of lines takes without a page. */
async function streamed({ url }: Server, lines: number, mark: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${url}/embed-and-predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: products(lines, mark)
      .map((item) => JSON.stringify(item))
      .join('\n'),
  });
  await response.text();
  return performance.now() - start;
}

function products(lines: number, mark: string): { description: string; price: number }[] {
  return Array.from({ length: lines }, (_, index) => ({
    description: `Cotton towel with stripes, number ${mark}${index}`,
    price: 3 + (index % 9),
  }));
}

/** Milliseconds of the longest task of a page's main thread. */
interface Task {
  /** On the clock, waits for a processor included. */
  clock: number;
  processor: number;
}

async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<Task> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && mains.has(`${pid}.${tid}`),
  );
  if (tasks.length === 0) throw new Error('The browser reported no task of its main thread');
  return {
    clock: Math.max(...tasks.map(({ dur }) => dur ?? 0)) / 1000,
    processor: Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000,
  };
}

/** Durations in microseconds: on the clock, and of processor time. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

function writeBetweenMarks(text: string): void {
  const page = readFileSync(DOCS, 'utf8');
  const [from, to] = MARKS.map((mark) => page.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`${DOCS} lacks the lines between which figures are written`);
  writeFileSync(DOCS, `${page.slice(0, from + MARKS[0].length)}\n\n${text}\n\n${page.slice(to)}`);
}

interface Measurements {
  first: number;
  openings: number[];
  typing: Typing[];
  alone: number;
  sheet: Task & { ms: number; megabytes: number };
  lines: number;
}

function report(
  { first, openings, typing, alone, sheet, lines }: Measurements,
  conditions: string[],
): string {
  const row = (what: string, values: number[], wanted = '') =>
    `| ${what} | ${ms(median(values))} | ${ms(Math.max(...values))} | ${wanted} |`;
  const typedBy = (figure: keyof Typing) => typing.map((one) => one[figure]);
  return [
    ...conditions,
    '',
    '| | median | worst | wanted |',
    '| --- | ---: | ---: | ---: |',
    row('opening to first forecast on screen, empty browser cache', openings, '1,500 ms'),
    row('the same, on a server that has just started', [first], '1,500 ms'),
    row(
      `longest task while typing ${TYPED.length} characters, processor time`,
      typedBy('processor'),
      '100 ms',
    ),
    row('the same on the clock', typedBy('clock'), '100 ms'),
    row('last key to its forecast, 250 ms of quiet included', typedBy('answer')),
    '',
    `A sheet of ${lines.toLocaleString('en')} lines, all different: ${seconds(sheet.ms)} from the click to the table, where the`,
    `bare stream (as many lines as NDJSON, answers read and dropped) takes ${seconds(alone)}; ${sheet.megabytes} MB of`,
    `script memory afterwards; longest task ${ms(sheet.processor)} of processor time, ${ms(sheet.clock)} on the clock.`,
  ].join('\n');
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;
const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
