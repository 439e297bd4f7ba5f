import { keysOf } from '../../common/keysOf';
import { levelAmong } from '../../features/categoryLevels';
import { levelOf } from '../../features/featureVector';
import { numberFormat } from '../../common/numberFormat';
import type { ItemForecast, WeekForecast } from '../../contract/forecastAnswers';
import { MAX_ITEMS } from '../../contract/limits';
import type { AssortmentRequest, AssortmentResponse } from '../../contract/orders';
import type { Call } from '../../contract/service';
import { USUAL_SPREAD } from '../../contract/spread';
import { DemandSum, stateDemand, type StateDemand } from '../../decisions/assortment';
import { Demand } from '../../decisions/demand';
import type { Figures } from '../../decisions/spanRange';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { Catalog } from '../../registry/catalog';
import type { Forecaster } from '../forecast/forecaster';
import { PLAIN } from '../forecast/plan';
import type { Durations } from '../forecast/timings';
import type { PreparedItem } from '../forecast/preparedItems';
import { rounded } from '../forecast/ranges';
import type { Admission } from '../queue/admission';
import { inTimeSlices } from '../queue/timeSlices';
import { DuplicateSearch } from './duplicates';
import { demandOf, refuseTables, spreadFor } from './demandOf';
import { invalidFields } from '../../contract/invalidFields';
import { itemsOnSale } from './itemsOnSale';

export interface AssortmentParts {
  forecaster: Forecaster;
  admission: Admission;
  catalog: Catalog;
}

/** Totals over items or the whole catalog, which is forecast in portions. */
export async function sumAssortment(
  { forecaster, admission, catalog }: AssortmentParts,
  model: ModelDirectory,
  { items: given, by, date, horizon, duplicates }: AssortmentRequest,
  call: Call,
): Promise<{ answer: Omit<AssortmentResponse, 'timings'>; spent: Durations }> {
  refuseTables(model);
  checkCategory(model, by);
  const items = given ?? itemsOnSale(catalog, date);
  const plan = { ...PLAIN, horizon, embeddings: duplicates };
  const search = duplicates ? new DuplicateSearch() : null;
  const assortment = new Assortment(model, by, horizon ?? model.manifest.horizon);
  const spent: Durations = { tokenization: 0, queue: 0, inference: 0 };
  for (let start = 0; start < items.length; start += MAX_ITEMS) {
    const asked = items
      .slice(start, start + MAX_ITEMS)
      .map((item, at) => ({ item, path: `items[${start + at}]` }));
    const release = await admission.enter(asked.length, { signal: call.signal, patient: true });
    try {
      const forecasts = await forecaster.forecast(model, asked, plan, call.signal);
      await inTimeSlices(forecasts.items, (forecast, at) => {
        assortment.add(forecasts.asked[at], forecast);
        const { sku, description } = forecasts.asked[at];
        if (forecast.embedding) search?.add({ index: start + at, sku, description }, forecast.embedding);
      });
      for (const stage of keysOf(spent)) spent[stage] += forecasts.spent[stage];
    } finally {
      release();
    }
  }
  return { answer: { ...assortment.answer(), ...(await search?.found(call.signal)) }, spent };
}

/** Throws ShelfcastError `invalid` if the model has no such categorical column. */
function checkCategory({ name, manifest }: ModelDirectory, by: string | undefined): void {
  const { categorical } = manifest.schema;
  if (by === undefined || categorical.includes(by)) return;
  const message = `is no column of categories of model '${name}'; its columns: ${categorical.join(', ') || 'none'}`;
  throw invalidFields([{ path: 'by', message }]);
}

/** Totals over products, added up as their forecasts arrive. */
class Assortment {
  private readonly all = new Sums();
  private readonly levels = new Map<string | null, Sums>();
  private weeks: { week: string; sum: DemandSum }[] | null = null;
  private sameWeeks = true;

  constructor(
    private readonly model: ModelDirectory,
    private readonly by: string | undefined,
    /** Number of weeks in the total. */
    private readonly span: number,
  ) {}

  add({ record }: PreparedItem, forecast: ItemForecast): void {
    const { model, by } = this;
    const { together, tail } = spreadFor(model, forecast);
    const demand = stateDemand(
      demandOf(model, forecast, forecast.forecast.length),
      forecast.total.mean,
      together,
    );
    const price = record?.price ?? null;
    this.all.add(demand, price);
    if (by !== undefined) {
      const told = record && levelOf(record, by);
      const level = told && (levelAmong(model.context.categories[by] ?? [], told) ?? told);
      const sums = this.levels.get(level) ?? new Sums();
      this.levels.set(level, sums);
      sums.add(demand, price);
    }
    this.weeks ??= forecast.forecast.map(({ week }) => ({ week, sum: new DemandSum() }));
    this.sameWeeks &&= this.weeks[0].week === forecast.forecast[0].week;
    const { whole } = model.manifest.spread ?? USUAL_SPREAD;
    if (this.sameWeeks)
      this.weeks.forEach(({ sum }, at) =>
        sum.add(
          stateDemand(
            new Demand(forecast.forecast[at], { tail, whole }),
            forecast.forecast[at].mean,
            together,
          ),
        ),
      );
  }

  answer(): Omit<AssortmentResponse, 'timings'> {
    const weeks = this.sameWeeks ? (this.weeks ?? []) : [];
    const levels = [...this.levels].map(([level, sums]) => ({ level, ...sums.answer() }));
    const sums = this.all.answer();
    return {
      model: this.model.name,
      ...sums,
      weeks: weeks.map(({ week, sum }) => ({ week, ...roundedRange(sum.range()) }) as WeekForecast),
      ...(this.by !== undefined && { categories: levels.sort((a, b) => b.total.mean - a.total.mean) }),
      span: this.span,
      sentence: sentenceOf(sums, this.span),
    };
  }
}

type SumsAnswer = Pick<AssortmentResponse, 'products' | 'total' | 'revenue' | 'priced'>;

/** Units and revenue of the same products. */
class Sums {
  private readonly units = new DemandSum();
  private readonly revenue = new DemandSum();

  add(demand: StateDemand, price: number | null): void {
    this.units.add(demand);
    if (price !== null) this.revenue.add(demand, price);
  }

  answer(): SumsAnswer {
    const priced = this.revenue.products;
    return {
      products: this.units.products,
      total: roundedRange(this.units.range()),
      revenue: priced > 0 ? roundedRange(this.revenue.range()) : null,
      priced,
    };
  }
}

const whole = numberFormat({ maximumFractionDigits: 0 });

function sentenceOf({ products, total, revenue, priced }: SumsAnswer, weeks: number): string {
  const count = `${whole(products)} ${products === 1 ? 'product' : 'products'}`;
  const sold = `${count} together sell about ${whole(total.mean)} units in ${weeks} ${weeks === 1 ? 'week' : 'weeks'}; 8 times in 10 between ${whole(total.p10)} and ${whole(total.p90)}`;
  if (!revenue) return `${sold}.`;
  const of = priced < products ? ` from the ${whole(priced)} with a price` : '';
  return `${sold}. Revenue${of}: about ${whole(revenue.mean)}, between ${whole(revenue.p10)} and ${whole(revenue.p90)}.`;
}

function roundedRange({ p10, p50, p90, mean }: Figures): Figures {
  return { p10: rounded(p10), p50: rounded(p50), p90: rounded(p90), mean: rounded(mean) };
}
