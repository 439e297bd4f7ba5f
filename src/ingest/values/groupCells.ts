/** Positions of cells filled in only on the first row of a group, and of the group's number. */
export interface GroupPlaces {
  by: number;
  once: readonly number[];
}

/**
 * Fills in cells that a file has only on the first row of a group, such as an order. Rows of a group are consecutive;
 * further ones repeat its number or leave it empty.
 */
export class GroupCells {
  private first: { number: string; cells: readonly string[] } | null = null;

  constructor(private readonly places: GroupPlaces) {}

  /** The row with its group's cells; the same array if none is filled in. */
  filled(cells: readonly string[]): readonly string[] {
    const number = cells[this.places.by].trim();
    const { first } = this;
    if (first === null || (number !== '' && number !== first.number)) {
      this.first = { number, cells };
      return cells;
    }
    const empty = this.places.once.filter((at) => cells[at].trim() === '' && first.cells[at].trim() !== '');
    if (empty.length === 0) return cells;
    const filled = [...cells];
    for (const at of empty) filled[at] = first.cells[at];
    return filled;
  }
}
