import type { ItemForecast } from '../../../contract/forecastAnswers';
import type { Found } from '../../../contract/findings';
import type { Item } from '../../../contract/item';
import { streamLines } from '../../api/stream';
import { sheetItems } from '../../../ingest/items/sheetItems';
import { type PlanColumns, TERM_FIELDS } from '../../../ingest/schema/planColumns';
import type { GivenReadings } from '../../../ingest/values/columnReadings';
import { failureText } from '../../components/failureText';
import { foundText } from '../../components/foundText';
import { t } from '../../languages/speech';
import type { OrderRun } from '../order/orderRun';
import type { BadLine, Sheet } from './readSheet';

/** A line of the sheet with its forecast. */
export interface SheetResult {
  line: number;
  description: string;
  sku: string;
  forecast: ItemForecast;
  asked: Line;
}

/** A line as the API takes it, and what it says about its order. */
export interface Line {
  line: number;
  item: Item;
  terms: LineTerms;
}
export type LineTerms = Partial<Record<(typeof TERM_FIELDS)[number], number>>;

const SHOWN_CHARACTERS = 60;

/** Puts what is found about lines into a list of them, and what is told of the whole beside it. */
function lineList(lines: BadLine[], told: string[]) {
  return {
    add: (what: Found, line: number, value: string) => {
      const reason = foundText(what);
      const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)} …` : value;
      lines.push({ line, reason: shown ? `${reason}: '${shown}'` : reason });
    },
    tell: (what: Found) => void told.push(foundText(what)),
  };
}

/** What is asked of the model beside what the columns tell. */
export interface RunOptions extends FurtherColumns {
  /** Weeks to forecast; empty for all that the model does. */
  weeks: string;
}

/** Columns of a sheet that the model reads beside the usual ones. */
export interface FurtherColumns {
  numeric: readonly string[];
  categorical: readonly string[];
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
  /** The column of product numbers; empty where there is none. */
  readonly skuColumn: string;
  /** How the sheet was understood where that is not plain, a sentence each. */
  readonly told: string[];
  /** Products of the sheet, with and without a forecast. */
  readonly total: number;
  state: 'running' | 'done' | 'broken' = 'running';
  failure: Error | null = null;
  /** Orders of its lines, where they were asked for. */
  orderRun: OrderRun | null = null;
  private readonly lines: Line[];
  private sent = 0;
  private controller = new AbortController();

  /** Throws where numbers or dates can be read in several ways and `readings` do not say which. */
  constructor(
    readonly sheet: Sheet,
    columns: PlanColumns,
    readings: GivenReadings,
    private readonly further: RunOptions,
  ) {
    this.name = sheet.name;
    this.skuColumn = columns.sku;
    this.told = sheet.understood.map(foundText);
    this.total = sheet.rows.length + sheet.ragged.length;
    const { sku, description, price, promo_text, date } = columns;
    const terms = TERM_FIELDS.flatMap((term) => (columns[term] ? [[term, columns[term]] as const] : []));
    const numeric = [...new Set([...terms.map(([, column]) => column), ...further.numeric])];
    const named = {
      sku,
      description,
      price,
      promo_text,
      date,
      numeric,
      categorical: [...further.categorical],
    };
    const read = sheetItems(sheet, named, readings, {
      dropped: lineList(this.bad, this.told),
      notes: lineList(this.leftOut, this.told),
    });
    this.lines = read.map((line) => this.withTerms(line, terms, further));
    void this.goOn();
  }

  /** Weeks that were asked for; empty for all that the model does. */
  get weeks(): string {
    return this.further.weeks;
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
      await streamLines<ItemForecast>(
        `/embed-and-predict${this.further.weeks && `?horizon=${this.further.weeks}`}`,
        rest.map(({ item }) => item),
        (result) => {
          const asked = rest[result.index]!;
          const { line, item } = asked;
          this.sent++;
          if ('error' in result) this.bad.push({ line, reason: failureText(result.error) });
          else
            this.results.push({
              line,
              description: item.description,
              sku: item.sku ?? '',
              forecast: result.answer,
              asked,
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

  /** A line with its order's terms apart from its features; one that cannot be is left out, and said. */
  private withTerms(
    { line, item }: { line: number; item: Item },
    columns: readonly (readonly [keyof LineTerms, string])[],
    { numeric, categorical }: FurtherColumns,
  ): Line {
    const { features: read = {}, ...rest } = item;
    const told = [...numeric, ...categorical].filter((column) => (read[column] ?? null) !== null);
    const features = Object.fromEntries(told.map((column) => [column, read[column]!]));
    const terms: LineTerms = {};
    for (const [term, column] of columns) {
      const value = read[column];
      if (typeof value !== 'number') continue;
      if (value > 0 || term === 'on_hand') terms[term] = value;
      else this.leftOut.push({ line, reason: t('sheets.too_small', { column, value: String(value) }) });
    }
    return { line, item: told.length > 0 ? { ...rest, features } : rest, terms };
  }

  /** Asks for nothing more. */
  stop(): void {
    this.orderRun?.stop();
    this.controller.abort();
  }
}
