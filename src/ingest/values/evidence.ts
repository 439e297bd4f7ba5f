import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** So many values that can only be read one way make the few that contradict them mistakes of their own. */
const OUTVOTED = 10;

/** A column's values so far leave open how they are to be read: all of them must be seen first. */
export class OpenReading extends Error {}

/** What the values of a column show about how all of them are to be read. */
export class Evidence<Reading extends string> {
  private readonly proofs = new Map<Reading, { values: number; first: Place }>();
  private open: Place | null = null;

  /** A value that can only be read this way. */
  proves(reading: Reading, value: string, line: number): void {
    const proof = this.proofs.get(reading);
    if (proof) proof.values++;
    else this.proofs.set(reading, { values: 1, first: { value, line } });
  }

  /** A value that means something else under each reading. */
  leavesOpen(value: string, line: number): void {
    this.open ??= { value, line };
  }

  /** The reading that all values show, or nearly all; null where none does. */
  get shown(): Reading | null {
    const [most, next] = [...this.proofs].sort(([, a], [, b]) => b.values - a.values);
    return most && (!next || most[1].values >= OUTVOTED * next[1].values) ? most[0] : null;
  }

  /**
   * How the column is to be read: as its values show, or as `otherwise` says where they leave it open. Undefined where
   * it makes no difference. Throws ShelfcastError that shows the values and the choices where nothing decides.
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

/** The readings a column may have: the schema's key for them, and what they are in words. */
export interface Choices<Reading extends string> {
  key: string;
  /** What the readings are of. */
  of: 'numbers' | 'dates';
  words: string;
  readings: readonly Reading[];
}
