import type { CatalogRow } from './catalogTwice';
import type { LatencyRow } from './latency';
import type { MixedRow } from './mixedLengths';
import type { Responsiveness } from './responsiveness';
import { WARM_UP_PHASES, type ThroughputRow } from './throughput';

/** All that one encoder was measured by. */
export interface EncoderReport {
  title: string;
  throughput: ThroughputRow[];
  latency: LatencyRow[];
  mixed: MixedRow;
  responsiveness: Responsiveness;
  catalog: CatalogRow;
}

export interface Conditions {
  date: string;
  processor: string;
  cores: number;
  /** Load average of the machine before and after. */
  loadBefore: number;
  loadAfter: number;
  texts: string;
  tokens: number;
  seconds: number;
  rounds: number;
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  'Written by `make bench`; only the ratios within one section are comparable. The limit is the bare encoder: one process per',
  'core, texts tokenized beforehand, sorted by length within 256, in batches of 32. The line below it is the same loop with',
  'texts in the order of arrival, sharing rows. Load generator, server and inference processes share the cores. The server has',
  'its default settings, except that the cache is off unless stated otherwise. "By processor time" compares the processor time',
  'per item, load generator included: the ratio on an idle machine, estimated on a busy one. "Cores" is how many cores the',
  'phase used; fewer than there are means that other work took the rest, or that something waited. If a section says one core,',
  'the command was pinned to it; the runtime under the peers places its own threads and used more, as their cores show.',
  '[serving.md](serving.md#how-fast-it-is) says where the time of an item goes.',
].join('\n');

/** The page with these sections; those that it has of other encoders stay. `before` is the page as it is, or empty. */
export function benchmarkPage(before: string, sections: readonly string[]): string {
  const kept = before.split(/^(?=## )/m).filter((part) => part.startsWith('## '));
  const all = new Map([...kept, ...sections].map((section) => [headingOf(section), section.trim()]));
  const inOrder = [...all.keys()].sort().map((heading) => all.get(heading)!);
  return `${[INTRODUCTION, ...inOrder].join('\n\n')}\n`;
}

/** What tells one encoder's section from another's: the title up to the heads. */
function headingOf(section: string): string {
  return section.split(/[;\n]/)[0];
}

/** Everything about one encoder. */
export function encoderSection(conditions: Conditions, report: EncoderReport): string {
  const { title, throughput, latency, mixed, responsiveness, catalog } = report;
  const { date, processor, cores, loadBefore, loadAfter, texts, tokens, seconds, rounds } = conditions;
  return [
    `## ${title}`,
    '',
    `${date}; ${processor}, ${cores} core${cores === 1 ? '' : 's'}; load average ${fixed(loadBefore, 1)} before and ${fixed(loadAfter, 1)} after; ` +
      `${texts}, ${fixed(tokens, 1)} tokens on average; ${rounds} round${rounds === 1 ? '' : 's'} of ${seconds} s a phase ` +
      `after ${WARM_UP_PHASES} to warm up, medians.`,
    '',
    '| | items/s | of the limit | by processor time | cores | p50 ms | p99 ms | failed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...throughput.map(
      ({ what, perSecond, ratio, ratioByProcessor, cores: used, latency: own, failed }) =>
        `| ${what} | ${fixed(perSecond)} | ${percent(ratio)} | ${percent(ratioByProcessor)} | ` +
        `${fixed(used, 1)} | ` +
        `${own ? fixed(own.p50) : ''} | ${own ? fixed(own.p99) : ''} | ${failed} |`,
    ),
    '',
    'At 70% of its own capacity, requests sent at their time (latency from that time):',
    '',
    '| | requests/s | p50 ms | p90 ms | p99 ms | p99 / p50 | failed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...latency.map(
      ({ what, rate, latency: { p50, p90, p99 }, tail, failed }) =>
        `| ${what} | ${fixed(rate, 1)} | ${fixed(p50, 1)} | ${fixed(p90, 1)} | ${fixed(p99, 1)} | ${fixed(tail, 1)} | ${failed} |`,
    ),
    '',
    `- Mixed lengths (half 8 tokens, half 128): ${fixed(mixed.served)} texts/s over HTTP, ${fixed(mixed.arrivalOrder)} for bare ` +
      `batches of 32 in the order of arrival: ${fixed(mixed.ratio, 2)} times.`,
    `- A catalog of ${catalog.items} items: ${fixed(catalog.first, 1)} s the first time, ${fixed(catalog.again, 1)} s again ` +
      `(${fixed(catalog.first / catalog.again, 1)} times faster), ${fixed(catalog.afterRestart, 1)} s after a restart ` +
      `(${fixed(catalog.first / catalog.afterRestart, 1)} times); ${catalog.failed} failed.`,
    `- Under full load the event loop was late by at most ${fixed(responsiveness.eventLoopP99, 1)} ms (p99); /health/live answered in ` +
      `${fixed(responsiveness.healthMedian, 1)} ms (median), ${fixed(responsiveness.healthMax, 1)} ms at most.`,
    '',
  ].join('\n');
}

const fixed = (value: number, digits = 0) => value.toFixed(digits);
const percent = (ratio: number) => `${Math.round(ratio * 100)}%`;
