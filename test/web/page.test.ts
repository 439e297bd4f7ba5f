import { keepFlows } from './flows/keep';
import { keyboardFlows } from './flows/keyboard';
import { languageFlows } from './flows/languages';
import { lookFlows } from './flows/looks';
import { modelFlows } from './flows/models';
import { trainingFlows } from './flows/training';
import { describeInBrowser } from './support/browser';
import { pageUnderTest } from './support/openPage';

describeInBrowser('the page as a whole', () => {
  const page = pageUnderTest();
  lookFlows(page);
  modelFlows(page);
  trainingFlows(page);
  keyboardFlows(page);
  languageFlows(page);
  keepFlows(page);
});
