import { parseArgs } from 'node:util';

/** Numbers of the command line by their names; those that are not told are as given here. */
export function numberOptions<Name extends string>(given: Record<Name, number>): Record<Name, number> {
  const names = Object.keys(given).map((name) => [name, { type: 'string' }] as const);
  const { values } = parseArgs({ options: Object.fromEntries(names) });
  const told = Object.entries(values).map(([name, value]) => [name, Number(value)]);
  return { ...given, ...Object.fromEntries(told) };
}
