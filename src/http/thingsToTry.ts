import { inQuotes } from '../common/shellWord';
import type { Catalog } from '../registry/catalog';

/** What the server prints once it is ready: where to click, and requests to try. */
export function thingsToTry(
  url: string,
  catalog: Catalog,
  { withKey, withPage }: { withKey: boolean; withPage: boolean },
): string {
  const [known] = catalog.list('', 0, 1).products;
  const newItem = { description: 'Hand-painted ceramic mug, cobalt, small', price: 8.95 };
  const pages = withPage ? `${url}/  (the page)  and  ${url}/docs  (the API)` : `${url}/docs  (the API)`;
  const knownItem = known && {
    sku: known.sku,
    description: known.description,
    promo_text: 'Front page of the flyer',
  };
  return [
    `shelfcast serves at ${url}. Try:`,
    '',
    `1. In a browser: ${pages}`,
    '',
    '2. A new product:',
    curl(url, newItem, withKey),
    ...(knownItem ? ['', '3. A known product with a promotion:', curl(url, knownItem, withKey)] : []),
    '',
  ].join('\n');
}

function curl(url: string, item: object, withKey: boolean): string {
  const key = withKey ? ` -H 'authorization: Bearer YOUR_KEY'` : '';
  const body = inQuotes(JSON.stringify({ items: [item] }));
  return `   curl -s ${url}/embed-and-predict -H 'content-type: application/json'${key} \\\n     -d ${body}`;
}
