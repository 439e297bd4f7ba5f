/**
 * Where the means of totals lie above or below what was sold, origin by origin, and what it would cost to move them:
 *
 *   shelfcast evaluate --data DATA --schema SCHEMA --out REPORT --seeds 1
 *   npx tsx scripts/protocol/meanBias.ts REPORT
 *
 * Croston's forecast beside it tells what the shop's growth alone makes of a level. Cut: the largest hundredth of an origin's
 * totals count as the next one does.
 */
import { sum } from '../../src/common/statistics';
import { mondayOf } from '../../src/common/week';
import { TASKS } from '../../src/contract/evaluation/task';
import { type Outcome, readOutcomes, sold } from '../orders/outcomes';

const CROSTON = 'croston-sba-0';
const FACTORS = [0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2];
const LARGEST = 0.01;

interface Case {
  origin: number;
  actual: number;
  mean: number;
}

function main([report]: readonly string[]): void {
  if (!report) throw new Error('usage: meanBias.ts REPORT');
  const [own, croston] = [readOutcomes(report), readOutcomes(report, CROSTON)];
  console.log('| products | origin | cases | sold | bias | largest cut | Croston |');
  console.log('| --- | --- | --: | --: | --: | --: | --: |');
  for (const task of TASKS) {
    const of = (outcomes: readonly Outcome[]) => casesOf(outcomes.filter((one) => one.task === task));
    const [cases, others] = [of(own), of(croston)];
    for (const origin of [...new Set(cases.map((one) => one.origin))].sort((a, b) => a - b)) {
      const at = (all: readonly Case[]) => all.filter((one) => one.origin === origin);
      console.log(row(task, mondayOf(origin), at(cases), at(others)));
    }
    console.log(row(task, 'all', cases, others));
  }
  console.log(`\n| WAPE, bias of means times | ${FACTORS.join(' | ')} |`);
  console.log(`| --- |${' --: |'.repeat(FACTORS.length)}`);
  for (const task of TASKS) {
    const cases = casesOf(own.filter((one) => one.task === task));
    const cells = FACTORS.map((factor) => {
      const moved = cases.map((one) => ({ ...one, mean: factor * one.mean }));
      const wape = sum(moved.map(({ actual, mean }) => Math.abs(actual - mean))) / sumOf(moved);
      return `${wape.toFixed(3)}, ${biasOf(moved)}`;
    });
    console.log(`| ${[task.toLowerCase(), ...cells].join(' | ')} |`);
  }
}

/** A method without a total of its own is scored by the sum of its weeks, one without means by its medians. */
function casesOf(outcomes: readonly Outcome[]): Case[] {
  const meanOf = ({ mean, p50 }: Outcome['total']) => mean || p50;
  return outcomes.flatMap((one) => {
    if (one.weeks.length === 0) return [];
    const actual = sold(one, one.actual.length);
    const mean = Number.isNaN(one.total.p50) ? sum(one.weeks.map(meanOf)) : meanOf(one.total);
    return Number.isNaN(actual) ? [] : [{ origin: one.origin, actual, mean }];
  });
}

function row(task: string, origin: string, cases: readonly Case[], croston: readonly Case[]): string {
  const largest = [...cases].map(({ actual }) => actual).sort((a, b) => b - a);
  const next = largest[Math.max(1, Math.floor(LARGEST * cases.length))];
  const cut = cases.map((one) => ({ ...one, actual: Math.min(one.actual, next) }));
  const cells = [
    cases.length,
    sumOf(cases),
    biasOf(cases),
    biasOf(cut),
    croston.length ? biasOf(croston) : '',
  ];
  return `| ${[task.toLowerCase(), origin, ...cells].join(' | ')} |`;
}

function sumOf(cases: readonly Case[]): number {
  return sum(cases.map(({ actual }) => actual));
}

function biasOf(cases: readonly Case[]): string {
  return (sum(cases.map(({ mean }) => mean)) / sumOf(cases) - 1).toFixed(3);
}

main(process.argv.slice(2));
