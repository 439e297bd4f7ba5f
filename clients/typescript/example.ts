import createClient from 'openapi-fetch';
import type { components, paths } from './shelfcast.d.ts';

type Item = components['schemas']['Item'];

const client = createClient<paths, 'application/json' | 'application/problem+json'>({
  baseUrl: process.env.SHELFCAST_URL ?? 'http://127.0.0.1:8080',
  // Where the server asks for keys.
  headers: process.env.SHELFCAST_KEY ? { authorization: `Bearer ${process.env.SHELFCAST_KEY}` } : {},
});

const items: Item[] = [
  { sku: 'MUG-1', description: 'red ceramic mug with a robin', price: 4.5 },
  { sku: 'MUG-2', description: 'blue enamel mug', price: 6 },
];

const { data, error } = await client.POST('/embed-and-predict', { body: { items, compare: true } });
if (!data) throw new Error(error.detail);
for (const { sku, total, numeric_only: without } of data.items) {
  console.log(
    `${sku}: ${total.mean.toFixed(0)} units, between ${total.p10.toFixed(0)} and ${total.p90.toFixed(0)}; ` +
      `without its words ${without?.total.mean.toFixed(0)}`,
  );
}

const orders = await client.POST('/orders', {
  body: {
    items: items.map((item) => ({
      ...item,
      on_hand: 5,
      lead_weeks: 1,
      pack: 6,
      unit_cost: 2,
      service_level: 0.9,
    })),
  },
});
for (const { sku, quantity, expected } of orders.data?.items ?? []) {
  console.log(`${sku}: order ${quantity}; of these about ${expected.left.toFixed(0)} are left over`);
}
