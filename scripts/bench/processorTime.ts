import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** The living processes that a process started, and that those did. Linux only. */
export function descendants(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(
    all.flatMap((name) => entry(Number(name))).map(([own, { parent }]) => [own, parent]),
  );
  const of = (parent: number): number[] =>
    [...parents].filter(([, one]) => one === parent).flatMap(([child]) => [child, ...of(child)]);
  return of(pid);
}

/** Seconds of processor time that a process and its living descendants have used. Linux only; NaN elsewhere. */
export function processorTime(pid: number): number {
  try {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const stats = new Map(all.flatMap((name) => entry(Number(name))));
    const sum = (own: number): number => {
      const children = [...stats].filter(([, { parent }]) => parent === own).map(([child]) => child);
      return (stats.get(own)?.ticks ?? 0) + children.reduce((total, child) => total + sum(child), 0);
    };
    return sum(pid) / TICKS;
  } catch {
    return NaN;
  }
}

/** The same of the process alone, without its descendants. */
export function ownProcessorTime(pid: number): number {
  return (entry(pid)[0]?.[1].ticks ?? NaN) / TICKS;
}

function entry(pid: number): [number, { parent: number; ticks: number }][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [[pid, { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]];
  } catch {
    return [];
  }
}
