import { useEffect, useRef, useState } from 'preact/hooks';
import { ConnectionBanner } from './components/ConnectionBanner';
import { Masthead } from './components/Masthead';
import { ShopBanner } from './components/ShopBanner';
import { useLanguage } from './languages/choice';
import { t } from './languages/speech';
import { useAddress } from './state/address';
import { CatalogView } from './views/catalog/CatalogView';
import type { Desk } from './views/catalog/desk';
import { EvaluationView } from './views/evaluation/EvaluationView';
import { ModelsView } from './views/models/ModelsView';
import { NewProduct } from './views/new/NewProduct';
import { SalesView } from './views/sales/SalesView';
import type { SalesUpload } from './views/sales/salesUpload';
import { WhatIf } from './views/whatif/WhatIf';

/** The page: one view at a time, chosen by the address. */
export function App() {
  const language = useLanguage();
  const { view, params, left, setParams } = useAddress();
  const [desk, setDesk] = useState<Desk>({ sheet: null, run: null });
  const [upload, setUpload] = useState<SalesUpload | null>(null);
  const [changes, setChanges] = useState(0);
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
        <ShopBanner view={view} changes={changes} />
        {view === 'new' && <NewProduct params={params} setParams={setParams} />}
        {view === 'whatif' && <WhatIf params={params} setParams={setParams} />}
        {view === 'catalog' && <CatalogView sku={params.get('sku')} desk={desk} setDesk={setDesk} />}
        {view === 'sales' && (
          <SalesView
            upload={upload}
            setUpload={setUpload}
            onChanged={() => setChanges((count) => count + 1)}
          />
        )}
        {view === 'evaluation' && <EvaluationView params={params} setParams={setParams} />}
        {view === 'models' && <ModelsView />}
      </main>
      <footer class="footer">
        {t('frame.promise')} <a href="docs">{t('frame.documentation')}</a>
      </footer>
    </>
  );
}
