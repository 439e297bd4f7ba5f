import { addressOf, useAddress, type View } from './state/address';
import { ThemeSwitch } from './components/ThemeSwitch';
import { CatalogView } from './views/catalog/CatalogView';
import { EvaluationView } from './views/evaluation/EvaluationView';
import { ModelsView } from './views/models/ModelsView';
import { NewProduct } from './views/new/NewProduct';
import { WhatIf } from './views/whatif/WhatIf';
import { OfflineBanner } from './components/OfflineBanner';

const TITLES: Record<View, string> = {
  new: 'New product',
  whatif: 'What if',
  catalog: 'Catalog',
  evaluation: 'Does text help?',
  models: 'Models and health',
};

/** The page: one view at a time, chosen by the address. */
export function App() {
  const [{ view, params }, replaceParams] = useAddress();
  document.title = `${TITLES[view]} · shelfcast`;
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="masthead">
        <div class="masthead-inner">
          <a class="brand" href="#/new">
            <img src="./favicon.svg" width="26" height="26" alt="" />
            shelfcast
          </a>
          <nav class="nav" aria-label="Views">
            {(Object.keys(TITLES) as View[]).map((known) => (
              <a key={known} href={addressOf(known)} aria-current={known === view ? 'page' : undefined}>
                {TITLES[known]}
              </a>
            ))}
          </nav>
          <div class="masthead-aside">
            <ThemeSwitch />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <OfflineBanner />
        {view === 'new' && <NewProduct params={params} replaceParams={replaceParams} />}
        {view === 'whatif' && <WhatIf params={params} replaceParams={replaceParams} />}
        {view === 'catalog' && <CatalogView key={params.get('sku')} params={params} />}
        {view === 'evaluation' && <EvaluationView />}
        {view === 'models' && <ModelsView />}
      </main>
      <footer class="footer">
        Forecasts are ranges, not promises. <a href="/docs">API documentation</a>
      </footer>
    </>
  );
}
