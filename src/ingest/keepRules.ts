import { certain } from '../common/certain';
import type { KeepRule } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { type Found, found } from '../contract/findings';
import type { NumberColumn } from './values/numberColumn';

/**
 * The result of keep rules for a row: null to keep it, or why not. `unreadable`: a rule needs a number and the cell is
 * not one.
 */
export type KeepCheck = (
  values: readonly string[],
  line: number,
) => { what: Found; value: string; unreadable: boolean } | null;

/** Makes one check from all rules. Throws if a pattern is not a regular expression. */
export function keepCheck(
  rules: readonly KeepRule[],
  places: ReadonlyMap<string, number>,
  numbers: ReadonlyMap<string, NumberColumn>,
): KeepCheck {
  const checks = rules.map((rule): KeepCheck => {
    const place = certain(places.get(rule.column), `column '${rule.column}'`);
    const pattern = patternOf(rule);
    const number = hasBounds(rule)
      ? certain(numbers.get(rule.column), `column of numbers '${rule.column}'`)
      : null;
    const failed = { column: rule.column, rule: ruleText(rule) };
    const { column, min = -Infinity, max = Infinity } = rule;
    const not = new Set(rule.not);
    return (values, line) => {
      const value = values[place].trim();
      if (not.has(value)) return { what: found('keep_not', { column, value }), value: '', unreadable: false };
      if (pattern && !pattern.test(value))
        return { what: found('keep_rule', failed), value, unreadable: false };
      if (!number) return null;
      const read = number.read(value, line) ?? NaN;
      if (read >= min && read <= max) return null;
      const unreadable = Number.isNaN(read);
      return { what: found(unreadable ? 'keep_rule_no_number' : 'keep_rule', failed), value, unreadable };
    };
  });
  return (values, line) => {
    for (const check of checks) {
      const failed = check(values, line);
      if (failed) return failed;
    }
    return null;
  };
}

/** Whether a row passes the rules that need no number. */
export function matchCheck(
  rules: readonly KeepRule[],
  places: ReadonlyMap<string, number>,
): (values: readonly string[]) => boolean {
  const checks = rules.map((rule) => {
    const [pattern, not] = [patternOf(rule), new Set(rule.not)];
    return {
      place: certain(places.get(rule.column), `column '${rule.column}'`),
      keeps: (cell: string) => !not.has(cell) && (pattern?.test(cell) ?? true),
    };
  });
  return (values) => checks.every(({ place, keeps }) => keeps(values[place].trim()));
}

/** Whether a rule needs a number. */
export function hasBounds({ min, max }: KeepRule): boolean {
  return min !== undefined || max !== undefined;
}

function patternOf({ column, match }: KeepRule): RegExp | null {
  if (match === undefined) return null;
  try {
    return new RegExp(match, 'u');
  } catch (error) {
    throw new ShelfcastError('invalid', `the keep rule of '${column}' has a bad pattern: ${match}`, {
      cause: error,
    });
  }
}

function ruleText({ min, max, match }: KeepRule): string {
  const bounds = [
    min === undefined ? '' : `is below ${min}`,
    max === undefined ? '' : `is above ${max}`,
    match === undefined ? '' : match === '^$' ? 'is not empty' : `does not match ${match}`,
  ];
  return bounds.filter(Boolean).join(' or ');
}
