import type { ItemForecast } from '../../../contract/forecasting';
import { streamForecasts } from '../../api/stream';
import { sheetItems } from '../../../ingest/items/sheetItems';
import type { GivenReadings } from '../../../ingest/values/columnReadings';
import type { Columns } from './columns';
import type { BadLine, Sheet } from './readSheet';

/** A line of the sheet with its forecast. */
export interface SheetResult {
  line: number;
  description: string;
  sku: string;
  forecast: ItemForecast;
}

interface Line {
  line: number;
  item: { description: string; sku?: string };
}

const SHOWN_CHARACTERS = 60;

/** Puts what is found about lines into a list of them, and what is told of the whole beside it. */
function lineList(lines: BadLine[], told: string[]) {
  return {
    add: (reason: string, line: number, value: string) => {
      const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)} …` : value;
      lines.push({ line, reason: shown ? `${reason}: '${shown}'` : reason });
    },
    tell: (sentence: string) => void told.push(sentence),
  };
}

let runs = 0;

/** One sheet on its way through the server; answers that came stay, whatever happens to the rest. */
export class SheetRun {
  readonly id = ++runs;
  readonly name: string;
  readonly results: SheetResult[] = [];
  readonly bad: BadLine[] = [];
  /** Cells that could not be read and were left out. */
  readonly leftOut: BadLine[] = [];
  /** How the sheet was understood where that is not plain, a sentence each. */
  readonly told: string[];
  /** Products of the sheet, with and without a forecast. */
  readonly total: number;
  state: 'running' | 'done' | 'broken' = 'running';
  failure: Error | null = null;
  private readonly lines: Line[];
  private sent = 0;
  private controller = new AbortController();

  /** Throws where numbers or dates can be read in several ways and `readings` do not say which. */
  constructor(sheet: Sheet, columns: Columns, readings: GivenReadings) {
    this.name = sheet.name;
    this.told = [...sheet.understood];
    this.total = sheet.rows.length + sheet.ragged.length;
    const { sku, description, price, promo_text, date } = columns;
    const named = { sku, description, price, promo_text, date, numeric: [], categorical: [] };
    this.lines = sheetItems(sheet, named, readings, {
      dropped: lineList(this.bad, this.told),
      notes: lineList(this.leftOut, this.told),
    });
    void this.goOn();
  }

  /** Lines with a forecast or a reason why they have none. */
  get answered(): number {
    return this.results.length + this.bad.length;
  }

  /** Lines whose answer has not come. */
  get unanswered(): number[] {
    return this.lines.slice(this.sent).map(({ line }) => line);
  }

  /** Sends the lines that have no answer yet. */
  async goOn(): Promise<void> {
    this.controller = new AbortController();
    this.state = 'running';
    this.failure = null;
    const rest = this.lines.slice(this.sent);
    try {
      await streamForecasts(
        rest.map(({ item }) => item),
        (result) => {
          const { line, item } = rest[result.index]!;
          this.sent++;
          if ('error' in result) this.bad.push({ line, reason: result.error });
          else
            this.results.push({
              line,
              description: item.description,
              sku: item.sku ?? '',
              forecast: result.forecast,
            });
        },
        this.controller.signal,
      );
      this.state = 'done';
    } catch (error) {
      this.state = 'broken';
      this.failure = this.controller.signal.aborted ? null : (error as Error);
    }
    this.bad.sort((a, b) => a.line - b.line);
  }

  /** Asks for nothing more. */
  stop(): void {
    this.controller.abort();
  }
}
