import { certain } from '../common/certain';
import { type Day, dayOf, mondayOfWeek } from '../common/day';
import type { DemandSchema } from '../contract/dataSchema';
import type { Database } from '../registry/database/database';
import { EntryBatch, type StoredEntries, unpackEntries } from '../registry/entries/packedEntries';
import { entryText, NO_DAY, NO_TEXT, NO_TIME, WEEK_TOTAL } from '../registry/entries/saleEntries';
import type { ProductEntries } from '../registry/salesWriter';
import type { SaleRow } from './saleRow';
import { WeekRows } from './weekRows';

/** Entries held in memory; further ones go to a temporary table. */
const MOST_HELD = 200_000;

/** A file's rows by product, as entries; beyond 200,000 they are on disk, so that memory use stays constant. */
export class SaleLog {
  private readonly held: EntryBatch;
  private readonly totals = new WeekRows();
  private readonly texts = new Map<string, string>();
  private readonly days = new Map<string, Day>();
  private spilt = false;

  constructor(
    private readonly database: Database,
    private readonly granularity: DemandSchema['granularity'],
    private readonly extraNames: readonly string[],
    mostHeld = MOST_HELD,
  ) {
    this.held = new EntryBatch(mostHeld);
    database.exec('DROP TABLE IF EXISTS temp.spilt_entries');
  }

  /** False if the product's week already has a total. */
  add(sku: string, { second, day, week, units, price, ...text }: SaleRow): boolean {
    const perWeek = this.granularity === 'week';
    const at = day === null ? NO_DAY : perWeek ? mondayOfWeek(week) : this.dayOf(day);
    if (perWeek && !this.totals.add(sku, at, units !== null)) return units === null;
    this.held.add(sku, {
      day: at,
      second: perWeek ? WEEK_TOTAL : units === null ? NO_TIME : (second ?? NO_TIME),
      units: units ?? NaN,
      price: price ?? NaN,
      text: units === null ? NO_TEXT : this.textOf(text),
    });
    if (this.held.isFull) this.spill();
    return true;
  }

  get products(): string[] {
    this.spillRest();
    if (!this.spilt) return this.held.products.sort();
    return this.database
      .prepare<[], string>('SELECT DISTINCT sku FROM temp.spilt_entries ORDER BY sku')
      .pluck()
      .all();
  }

  /** The entries of each product, except on excluded days; products without other entries are left out. */
  *byProduct(without: ReadonlySet<Day>): Generator<ProductEntries> {
    this.spillRest();
    const held = new Map(this.held.byProduct());
    const spilt = this.spilt
      ? this.database.prepare<[string], StoredEntries>(
          'SELECT entries, texts FROM temp.spilt_entries WHERE sku = ?',
        )
      : null;
    for (const sku of this.products) {
      const all = (spilt ? spilt.all(sku) : [certain(held.get(sku), `entries of ${sku}`)]).flatMap(
        (entries) => unpackEntries(entries),
      );
      const entries = without.size === 0 ? all : all.filter(({ day }) => !without.has(day));
      if (entries.length > 0) yield { sku, entries };
    }
  }

  private dayOf(iso: string): Day {
    let day = this.days.get(iso);
    if (day === undefined) this.days.set(iso, (day = dayOf(iso)));
    return day;
  }

  /** Few texts are shared by many rows: each is serialised once. */
  private textOf({
    description,
    promoText,
    extras,
  }: Pick<SaleRow, 'description' | 'promoText' | 'extras'>): string {
    const plain = promoText === '' && this.extraNames.length === 0;
    const known = plain ? this.texts.get(description) : undefined;
    if (known !== undefined) return known;
    const named = extras.some((value) => value !== null)
      ? Object.fromEntries(this.extraNames.map((name, at) => [name, extras[at] ?? null]))
      : null;
    const text = entryText(promoText, named, description);
    if (plain) this.texts.set(description, text);
    return text;
  }

  private spillRest(): void {
    if (this.spilt && this.held.products.length > 0) this.spill();
  }

  private spill(): void {
    if (!this.spilt) {
      this.database.exec(
        `CREATE TEMP TABLE spilt_entries (sku TEXT NOT NULL, entries BLOB NOT NULL, texts TEXT NOT NULL);
         CREATE INDEX temp.spilt_by_sku ON spilt_entries (sku)`,
      );
    }
    this.spilt = true;
    const put = this.database.prepare(
      'INSERT INTO temp.spilt_entries (sku, entries, texts) VALUES (?, ?, ?)',
    );
    this.database.transaction(() => {
      for (const [sku, { entries, texts }] of this.held.byProduct()) put.run(sku, entries, texts);
    })();
    this.held.clear();
    this.texts.clear();
  }
}
