import { useEffect, useRef, useState } from 'preact/hooks';
import { ConnectionBanner } from './components/ConnectionBanner';
import { later } from './components/later';
import { Masthead } from './components/Masthead';
import { ShopBanner } from './components/ShopBanner';
import { useLanguage } from './languages/choice';
import { t } from './languages/speech';
import { useAddress } from './state/address';
import { ModelsContext, useModelsAnswer } from './state/models';
import type { OpenedSheet } from './views/catalog/openedSheet';
import { NewProduct } from './views/new/NewProduct';
import type { SalesUpload } from './views/sales/salesUpload';

const WhatIf = later(async () => (await import('./views/whatif/WhatIf')).WhatIf);
const CatalogView = later(async () => (await import('./views/catalog/CatalogView')).CatalogView);
const SalesView = later(async () => (await import('./views/sales/SalesView')).SalesView);
const EvaluationView = later(async () => (await import('./views/evaluation/EvaluationView')).EvaluationView);
const ModelsView = later(async () => (await import('./views/models/ModelsView')).ModelsView);

/** The page shows one view at a time, chosen by the address. */
export function App() {
  const language = useLanguage();
  const { view, params, left, setParams } = useAddress();
  const [openedSheet, setOpenedSheet] = useState<OpenedSheet>({ sheet: null, run: null });
  const [upload, setUpload] = useState<SalesUpload | null>(null);
  const [changes, setChanges] = useState(0);
  const question = `${view} ${changes}`;
  const models = { ...useModelsAnswer(question), changed: () => setChanges((count) => count + 1) };
  const main = useRef<HTMLElement>(null);
  const opened = useRef(view);
  useEffect(() => {
    document.title = `${t(`frame.title.${view}`)} · shelfcast`;
    if (opened.current !== view) main.current?.focus({ preventScroll: true });
    opened.current = view;
  }, [view, language]);
  const skip = (event: Event) => {
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {t('frame.skip')}
      </a>
      <Masthead view={view} left={left} />
      <main id="main" tabIndex={-1} ref={main}>
        <ConnectionBanner />
        <ShopBanner view={view} question={question} onTrained={models.changed} />
        <ModelsContext.Provider value={models}>
          {view === 'new' && <NewProduct params={params} setParams={setParams} />}
          {view === 'whatif' && <WhatIf params={params} setParams={setParams} />}
          {view === 'catalog' && (
            <CatalogView sku={params.get('sku')} openedSheet={openedSheet} setOpenedSheet={setOpenedSheet} />
          )}
          {view === 'sales' && <SalesView upload={upload} setUpload={setUpload} />}
          {view === 'evaluation' && <EvaluationView params={params} setParams={setParams} />}
          {view === 'models' && <ModelsView />}
        </ModelsContext.Provider>
      </main>
      <footer class="footer">
        {t('frame.promise')} <a href="docs">{t('frame.documentation')}</a>
      </footer>
    </>
  );
}
