import { keysOf } from '../../common/keysOf';
import { MOST_HORIZON } from '../../contract/limits';
import type { FieldIssue } from '../../contract/errors';
import type { ItemForecast } from '../../contract/forecastAnswers';
import type { Item } from '../../contract/item';
import { orderTerms, type Order, type OrderItem, type OrderTerms } from '../../contract/orders';
import { decide } from '../../decisions/order';
import { orderSentence } from '../../decisions/orderSentence';
import type { Demand } from '../../decisions/demand';
import type { ModelDirectory } from '../../engine/modelDirectory';
import type { PreparedItem } from '../forecast/preparedItems';
import { rounded } from '../forecast/ranges';
import type { Forecaster } from '../forecast/forecaster';
import { PLAIN } from '../forecast/plan';
import type { Durations } from '../forecast/timings';
import { inTimeSlices } from '../queue/timeSlices';
import { demandOf, refuseTables } from './demandOf';
import { invalidFields } from '../../contract/invalidFields';

/** Points of the distribution in an answer, enough to draw it. */
const POINTS = 48;
/** The distribution in an answer ends where this share lies below. */
const DRAWN_UP_TO = 0.995;

const TERMS: readonly (keyof OrderTerms)[] = keysOf(orderTerms.shape);

/** The product of an order, without the order's terms. */
function itemOf(ordered: OrderItem): Item {
  const item: Partial<OrderItem> = { ...ordered };
  for (const term of TERMS) delete item[term];
  return item as Item;
}

/** Throws ShelfcastError `invalid` naming every term of every item that the model cannot use. */
function checkTerms(model: ModelDirectory, items: readonly OrderItem[]): void {
  const { horizon } = model.manifest;
  refuseTables(model);
  const issues = items.flatMap((item, index): FieldIssue[] => {
    const { lead_weeks: lead, review_weeks: review, unit_cost: cost, salvage } = item;
    const path = `items[${index}]`;
    const span = lead + review;
    const found: FieldIssue[] = [];
    if (span === 0) {
      found.push({
        path: `${path}.review_weeks`,
        message: 'must be 1 or more where lead_weeks is 0: there is no week to cover',
      });
    }
    if (span > horizon) {
      const message = `and review_weeks are ${span} weeks, and model '${model.name}' forecasts ${horizon}; order for fewer`;
      found.push({ path: `${path}.lead_weeks`, message: message + trainingFor(span) });
    }
    if (cost !== undefined && salvage !== undefined && salvage >= cost) {
      found.push({
        path: `${path}.salvage`,
        message: 'must be less than unit_cost: else nothing ordered could be too much',
      });
    }
    return found;
  });
  if (issues.length > 0) throw invalidFields(issues);
}

/** How to train a model for so many weeks on a catalog; empty if that is impossible. */
function trainingFor(weeks: number): string {
  if (weeks > MOST_HORIZON) return '';
  return `, or train a model of ${weeks} weeks (POST /train with horizon ${weeks}, or train --horizon ${weeks})`;
}

/** How many to order of each item. Throws ShelfcastError `invalid` naming every invalid item. */
export async function decideOrders(
  forecaster: Forecaster,
  model: ModelDirectory,
  items: readonly OrderItem[],
  signal: AbortSignal,
): Promise<{ orders: Order[]; spent: Durations }> {
  checkTerms(model, items);
  const asked = items.map((item, index) => ({ item: itemOf(item), path: `items[${index}]` }));
  const { items: forecasts, asked: prepared, spent } = await forecaster.forecast(model, asked, PLAIN, signal);
  const orders: Order[] = [];
  await inTimeSlices(items, (terms, at) => orders.push(orderOf(model, terms, prepared[at], forecasts[at])));
  return { orders, spent };
}

function orderOf(
  model: ModelDirectory,
  terms: OrderTerms,
  { record }: PreparedItem,
  forecast: ItemForecast,
): Order {
  const count = terms.lead_weeks + terms.review_weeks;
  const demand = demandOf(model, forecast, count);
  const decided = decide({ demand, terms, price: record?.price ?? null });
  const weeks = { first: forecast.forecast[0].week, last: forecast.forecast[count - 1].week, count };
  const { sold, short, left, revenue, margin } = decided.expected;
  const { p10, p50, p90, mean } = demand.range;
  return {
    sku: forecast.sku,
    cold_start: forecast.cold_start,
    warnings: forecast.warnings,
    weeks,
    demand: { p10: rounded(p10), p50: rounded(p50), p90: rounded(p90), mean: rounded(mean) },
    basis: decided.basis,
    service_asked: rounded(decided.service_asked),
    quantity: rounded(decided.quantity),
    stock: rounded(decided.stock),
    service: rounded(decided.service),
    expected: {
      sold: rounded(sold),
      short: rounded(short),
      left: rounded(left),
      revenue: revenue === null ? null : rounded(revenue),
      margin: margin === null ? null : rounded(margin),
    },
    distribution: distributionOf(demand),
    sentence: orderSentence({ ...decided, weeks }, terms),
  };
}

function distributionOf(demand: Demand): Order['distribution'] {
  const most = Math.max(1, demand.stockFor(DRAWN_UP_TO));
  const step = demand.whole ? Math.max(1, Math.ceil(most / POINTS)) : most / POINTS;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => ({
    units: rounded(at * step),
    at_most: rounded(demand.atMost(at * step)),
  }));
}
