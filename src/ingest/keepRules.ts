import type { KeepRule } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { numberOf } from './number';

/** Checks a row's values: the reason to drop it and the offending value, or null to keep it. */
export type KeepCheck = (values: readonly string[]) => { reason: string; value: string } | null;

/** One check of all rules. Throws when a pattern is no regular expression. */
export function keepCheck(rules: readonly KeepRule[], places: ReadonlyMap<string, number>): KeepCheck {
  const checks = rules.map((rule) => {
    const place = places.get(rule.column)!;
    const passes = passesRule(rule);
    const reason = `${rule.column} ${ruleText(rule)}`;
    return (values: readonly string[]) => {
      const value = values[place].trim();
      return passes(value) ? null : { reason, value };
    };
  });
  return (values) => {
    for (const check of checks) {
      const failed = check(values);
      if (failed) return failed;
    }
    return null;
  };
}

function passesRule({ column, min, max, match }: KeepRule): (value: string) => boolean {
  const pattern = match === undefined ? null : patternOf(column, match);
  return (value) => {
    if (pattern && !pattern.test(value)) return false;
    if (min === undefined && max === undefined) return true;
    const number = numberOf(value) ?? NaN;
    return number >= (min ?? -Infinity) && number <= (max ?? Infinity);
  };
}

function patternOf(column: string, match: string): RegExp {
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
    match === undefined ? '' : `does not match ${match}`,
  ];
  return `${bounds.filter(Boolean).join(' or ')} (keep rule)`;
}
