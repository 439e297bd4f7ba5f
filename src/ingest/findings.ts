import { type Found, inEnglish } from '../contract/findings';
import type { Finding } from './report';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 60;

/** Collects findings with counts and first examples, in the order of their first occurrence. */
export class Findings {
  private readonly byKey = new Map<string, Finding>();

  add(what: Found, line: number, value: string): void {
    const finding = this.byKey.get(keyOf(what)) ?? this.put(what, 0);
    finding.rows++;
    if (finding.examples.length < EXAMPLES) {
      finding.examples.push({ line, value: value.slice(0, EXAMPLE_CHARACTERS) });
    }
  }

  /** A finding about `rows` rows at once. */
  addRows(what: Found, rows: number): void {
    if (rows > 0) this.put(what, rows);
  }

  /** A finding about `rows` rows at once, with the first of them. */
  addExamples(what: Found, rows: number, examples: Finding['examples']): void {
    if (rows > 0) this.put(what, rows).examples.push(...examples.slice(0, EXAMPLES));
  }

  /** A finding about the data as a whole. */
  tell(what: Found): void {
    this.put(what, 0);
  }

  list(): Finding[] {
    return [...this.byKey.values()];
  }

  private put(what: Found, rows: number): Finding {
    const finding = { reason: inEnglish(what), ...what, rows, examples: [] };
    this.byKey.set(keyOf(what), finding);
    return finding;
  }
}

function keyOf({ code, values }: Found): string {
  let key: string = code;
  for (const place in values) key += `\0${values[place]}`;
  return key;
}
