import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** Number of unambiguous values for each contradicting one that make it a mistake. */
const OUTVOTED = 10;

/** A column's values so far are ambiguous: all must be seen first. */
export class OpenReading extends Error {}

/** Evidence from a column's values about how to read them. */
export class Evidence<Reading extends string> {
  private readonly proofs = new Map<Reading, { values: number; first: Place }>();
  private open: Place | null = null;

  /** A value with only this reading. */
  proves(reading: Reading, value: string, line: number): void {
    const proof = this.proofs.get(reading);
    if (proof) proof.values++;
    else this.proofs.set(reading, { values: 1, first: { value, line } });
  }

  /** A value that differs between the readings. */
  leavesOpen(value: string, line: number): void {
    this.open ??= { value, line };
  }

  /** The reading of all values, or nearly all; null if there is none. */
  get shown(): Reading | null {
    const [most, next] = [...this.proofs].sort(([, a], [, b]) => b.values - a.values);
    return most && (!next || most[1].values >= OUTVOTED * next[1].values) ? most[0] : null;
  }

  /**
   * How to read the column: as its values show, or as `otherwise` says if they are ambiguous. Undefined if it makes no
   * difference. Throws ShelfcastError with the values and choices if nothing decides.
   */
  decide(column: string, choices: Choices<Reading>, otherwise: Reading | null = null): Reading | undefined {
    if (this.shown) return this.shown;
    const pieces = choices.readings.map((reading) => `"${choices.key}": "${reading}"`).join(' or ');
    if (this.proofs.size > 1) {
      const [one, other] = [...this.proofs.values()].map(({ first }) => first);
      const proofs = `${shown(one)} and ${shown(other)}`;
      throw new ShelfcastError(
        'invalid',
        `the column '${column}' mixes ${choices.words}: ${proofs}; say in the schema which is meant, ${pieces}; ` +
          'the others are then named and left out',
        {
          reasons: [
            found(`${choices.of}_mixed`, {
              column,
              ...{ first: one.value, first_line: one.line, second: other.value, second_line: other.line },
            }),
          ],
        },
      );
    }
    if (!this.open) return undefined;
    if (otherwise) return otherwise;
    throw new ShelfcastError(
      'invalid',
      `values such as ${shown(this.open)} of the column '${column}' can be read with ${choices.words.replace(' and ', ' or ')}; ` +
        `say in the schema which is meant, ${pieces}`,
      {
        reasons: [
          found(`${choices.of}_open`, { column, first: this.open.value, first_line: this.open.line }),
        ],
      },
    );
  }
}

interface Place {
  value: string;
  line: number;
}

function shown({ value, line }: Place): string {
  return `'${value}' in line ${line}`;
}

/** The possible readings of a column: the schema's key for them, and their descriptions. */
export interface Choices<Reading extends string> {
  key: string;
  /** The kind of value. */
  of: 'numbers' | 'dates';
  words: string;
  readings: readonly Reading[];
}
