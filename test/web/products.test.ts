import { catalogFlows } from './flows/catalog';
import { newProductFlows } from './flows/newProduct';
import { orderFlows } from './flows/orders';
import { sheetRunFlows } from './flows/sheetRun';
import { whatIfFlows } from './flows/whatIf';
import { describeInBrowser } from './support/browser';
import { pageUnderTest } from './support/openPage';

describeInBrowser('forecasts and orders of products on the page', () => {
  const page = pageUnderTest();
  newProductFlows(page);
  orderFlows(page);
  whatIfFlows(page);
  catalogFlows(page);
  sheetRunFlows(page);
});
