/** Where cells stand on the first row of a group alone, and what numbers the groups, by their places in a row. */
export interface GroupPlaces {
  by: number;
  once: readonly number[];
}

/**
 * Fills in the cells that a file tells on the first row of a group alone, such as an order's. The rows of a group follow
 * one another; further ones repeat its number or leave it empty.
 */
export class GroupCells {
  private first: { number: string; cells: readonly string[] } | null = null;

  constructor(private readonly places: GroupPlaces) {}

  /** The row with the cells of its group; the same array where none is filled in. */
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
