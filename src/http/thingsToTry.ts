import type { Catalog } from '../registry/catalog';

/** What a person who just started the server can do next. */
export function thingsToTry(
  url: string,
  catalog: Catalog,
  { withKey, withPage }: { withKey: boolean; withPage: boolean },
): string {
  const [known] = catalog.list('', 0, 1).products;
  const newItem = { description: 'Hand-painted ceramic mug, cobalt, small', price: 8.95 };
  const pages = withPage ? `${url}/  (the page)  and  ${url}/docs  (the API)` : `${url}/docs  (the API)`;
  return [
    `shelfcast serves at ${url}. Three things to try:`,
    '',
    '1. A product that never existed before:',
    curl(url, newItem, withKey),
    ...(known
      ? [
          '',
          '2. A known product with a promotion:',
          curl(
            url,
            { sku: known.sku, description: known.description, promo_text: 'Front page of the flyer' },
            withKey,
          ),
        ]
      : []),
    '',
    `3. In a browser: ${pages}`,
    '',
  ].join('\n');
}

function curl(url: string, item: object, withKey: boolean): string {
  const key = withKey ? ` -H 'authorization: Bearer YOUR_KEY'` : '';
  const body = JSON.stringify({ items: [item] }).replaceAll("'", "'\\''");
  return `   curl -s ${url}/embed-and-predict -H 'content-type: application/json'${key} \\\n     -d '${body}'`;
}
