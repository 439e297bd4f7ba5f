import type { Finding } from './report';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 60;

/** Collects reasons with their counts and first examples, in the order in which they first came up. */
export class Findings {
  private readonly byReason = new Map<string, Finding>();

  add(reason: string, line: number, value: string): void {
    let finding = this.byReason.get(reason);
    if (!finding) this.byReason.set(reason, (finding = { reason, rows: 0, examples: [] }));
    finding.rows++;
    if (finding.examples.length < EXAMPLES) {
      finding.examples.push({ line, value: value.slice(0, EXAMPLE_CHARACTERS) });
    }
  }

  /** A reason that met `rows` rows at once. */
  addRows(reason: string, rows: number): void {
    if (rows > 0) this.byReason.set(reason, { reason, rows, examples: [] });
  }

  /** A reason that met `rows` rows at once, with the first of them. */
  addExamples(reason: string, rows: number, examples: Finding['examples']): void {
    if (rows > 0) this.byReason.set(reason, { reason, rows, examples: examples.slice(0, EXAMPLES) });
  }

  /** Something to know about the data as a whole. */
  tell(reason: string): void {
    this.byReason.set(reason, { reason, rows: 0, examples: [] });
  }

  list(): Finding[] {
    return [...this.byReason.values()];
  }
}
