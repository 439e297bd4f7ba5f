import { PerformanceObserver, constants, type PerformanceEntry } from 'node:perf_hooks';
import { program } from 'commander';
import { PassingMap } from '../../src/common/passingMap';

interface Request {
  text: string;
  numbers: number[];
}

/** What holds the requests that are under way, beside the queue that says which of them ends next. */
type Holder =
  Pick<Map<string, Request>, 'set' | 'delete'> | Pick<PassingMap<string, Request>, 'set' | 'delete'>;

const HOLDERS: Record<string, () => Holder | null> = {
  'nothing else': () => null,
  'a Map': () => new Map<string, Request>(),
  'a PassingMap': () => new PassingMap<string, Request>(),
};

program
  .description('Tells what a Map through which all requests pass costs in collections of garbage.')
  .option('--requests <n>', 'requests', Number, 2_000_000)
  .option('--at-a-time <n>', 'requests under way at a time', Number, 32)
  .action(run);

async function run({ requests, atATime }: { requests: number; atATime: number }): Promise<void> {
  console.log('| held by | seconds | young collections | ms each | full collections |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const [name, make] of Object.entries(HOLDERS)) {
    const collected: { kind: number; milliseconds: number }[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { detail: { kind: number } })[])
        collected.push({ kind: entry.detail.kind, milliseconds: entry.duration });
    });
    observer.observe({ entryTypes: ['gc'] });
    const seconds = await pass(requests, atATime, make());
    observer.disconnect();
    const young = collected.filter(({ kind }) => kind === constants.NODE_PERFORMANCE_GC_MINOR);
    const full = collected.filter(({ kind }) => kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    const each = young.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / young.length;
    console.log(
      `| ${name} | ${seconds.toFixed(1)} | ${young.length} | ${each.toFixed(2)} | ${full.length} |`,
    );
  }
}

/** Seconds that it takes to let the requests pass through. */
async function pass(requests: number, atATime: number, holder: Holder | null): Promise<number> {
  const started = performance.now();
  const underway: Request[] = [];
  for (let at = 0; at < requests; at++) {
    const request = { text: `a product of number ${at}`, numbers: new Array<number>(200).fill(at) };
    underway.push(request);
    holder?.set(request.text, request);
    if (underway.length > atATime) {
      const { text } = underway.shift()!;
      holder?.delete(text);
    }
    // Collections are told of between turns of the event loop.
    if (at % 10_000 === 0) await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
  return (performance.now() - started) / 1000;
}

void program.parseAsync();
