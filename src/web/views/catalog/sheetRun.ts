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

/** A line's item for the API, and its order terms. */
export interface Line {
  line: number;
  item: Item;
  terms: LineTerms;
}
export type LineTerms = Partial<Record<(typeof TERM_FIELDS)[number], number>>;

const SHOWN_CHARACTERS = 60;

/** Collects findings about lines, and notes about the whole sheet. */
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

/** Options of the forecast, besides the columns. */
export interface RunOptions extends FurtherColumns {
  /** Weeks to forecast; empty: the model's horizon. */
  weeks: string;
}

/** Further columns of a sheet that the model reads. */
export interface FurtherColumns {
  numeric: readonly string[];
  categorical: readonly string[];
}

let runs = 0;

/** The forecast of one sheet by the server; results that arrived are kept, even if others fail. */
export class SheetRun {
  readonly id = ++runs;
  readonly name: string;
  readonly results: SheetResult[] = [];
  readonly bad: BadLine[] = [];
  /** Unreadable cells, which were ignored. */
  readonly leftOut: BadLine[] = [];
  /** The column with product codes; empty if there is none. */
  readonly skuColumn: string;
  /** How the sheet was interpreted where that is not obvious, one sentence each. */
  readonly told: string[];
  /** Products of the sheet, with and without a forecast. */
  readonly total: number;
  state: 'running' | 'done' | 'broken' = 'running';
  failure: Error | null = null;
  /** The orders of its lines, if requested. */
  orderRun: OrderRun | null = null;
  private readonly lines: Line[];
  private sent = 0;
  private controller = new AbortController();

  /** Throws if numbers or dates are ambiguous and `readings` does not decide. */
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

  /** Requested weeks; empty: the model's horizon. */
  get weeks(): string {
    return this.further.weeks;
  }

  /** Number of lines with a forecast or a reason for having none. */
  get answered(): number {
    return this.results.length + this.bad.length;
  }

  /** Lines without an answer yet. */
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

  /** A line with its order terms separate from its features; an invalid term is left out and reported. */
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

  /** Aborts further requests. */
  stop(): void {
    this.orderRun?.stop();
    this.controller.abort();
  }
}
