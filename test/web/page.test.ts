import { catalogFlows } from './flows/catalog';
import { keepFlows } from './flows/keep';
import { keyboardFlows } from './flows/keyboard';
import { languageFlows } from './flows/languages';
import { lookFlows } from './flows/looks';
import { modelFlows } from './flows/models';
import { newProductFlows } from './flows/newProduct';
import { orderFlows } from './flows/orders';
import { sheetRunFlows } from './flows/sheetRun';
import { trainingFlows } from './flows/training';
import { whatIfFlows } from './flows/whatIf';
import { describeInBrowser } from './support/browser';
import { pageUnderTest } from './support/openPage';

describeInBrowser('the page', () => {
  const page = pageUnderTest();
  lookFlows(page);
  newProductFlows(page);
  orderFlows(page);
  whatIfFlows(page);
  catalogFlows(page);
  sheetRunFlows(page);
  modelFlows(page);
  trainingFlows(page);
  keyboardFlows(page);
  languageFlows(page);
  keepFlows(page);
});
