/** The products that the catalog knows, and what many sell together. */
export const catalog = {
  title: 'Products in the catalog',
  synthetic: 'synthetic demo shop',
  syntheticTerm:
    'These products and their sales were made up, so that there is something to try. They go when you bring in sales of your own.',
  search: 'Search',
  searchHint: 'words or number',
  loading: 'Loading the catalog',
  noMatch: 'No product matches.',
  empty: 'The catalog is empty. Bring in your sales to fill it.',
  label: 'Products',
  number: 'Number',
  last4: 'Last 4 weeks',
  product: {
    all: '← All products',
    loading: 'Loading the product',
    soldAt: '{{sku}} · sold at {{price}}',
    next_one: 'Next week',
    next_other: 'Next {{count}} weeks',
    history: 'Sold so far, and the forecast, units a week',
  },
  together: {
    by: 'Add up by',
    all: 'all products together',
    by_scrolls: 'Totals by category, scrolls sideways',
    category: 'Category',
    none: 'not told',
    head: { products: 'Products', expected: 'Expected', low: 'Low', high: 'High', revenue: 'Revenue' },
    catalog: 'What the catalog sells together',
    sheet: 'What the sheet sells together',
    add: 'Add up',
    adding: 'Adding up',
    sold_one:
      '{{products}} together sell about {{mean}} units in {{count}} week; 8 times in 10 between {{low}} and {{high}}.',
    sold_other:
      '{{products}} together sell about {{mean}} units in {{count}} weeks; 8 times in 10 between {{low}} and {{high}}.',
    revenue: 'Revenue: about {{mean}}, between {{low}} and {{high}}.',
    revenueOf: 'Revenue from the {{priced}} with a price: about {{mean}}, between {{low}} and {{high}}.',
    note: '{{products}}. A range of a sum is narrower than the sum of ranges, and wider than if errors were independent: how far they go together was measured when the model was trained.',
  },
} as const;
