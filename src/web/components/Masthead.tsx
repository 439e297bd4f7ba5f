import { useEffect, useRef } from 'preact/hooks';
import { addressOf, VIEWS, type AddressBar, type View } from '../state/address';
import { t } from '../languages/speech';
import { LanguageSwitch } from './LanguageSwitch';
import { ThemeSwitch } from './ThemeSwitch';

/** Views whose links restore their last state. */
const RESUMED: View[] = ['new', 'whatif', 'evaluation'];

/** Name, views, language and theme. */
export function Masthead({ view, left }: { view: View; left: AddressBar['left'] }) {
  // A new comparison starts with the current product.
  const resumed = { ...left, whatif: left.whatif?.size ? left.whatif : left.new };
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const { offsetLeft, offsetWidth } = nav.current!.querySelector<HTMLElement>('[aria-current]')!;
    nav.current!.scrollLeft = offsetLeft - (nav.current!.clientWidth - offsetWidth) / 2;
  }, [view]);
  return (
    <header class="masthead">
      <div class="masthead-inner">
        <a class="brand" href="#/new">
          <img src="./favicon.svg" width="26" height="26" alt="" />
          shelfcast
        </a>
        <nav class="nav" aria-label={t('frame.views')} ref={nav}>
          {VIEWS.map((known) => (
            <a
              key={known}
              href={addressOf(known, RESUMED.includes(known) ? resumed[known] : undefined)}
              aria-current={known === view ? 'page' : undefined}
            >
              {t(`frame.title.${known}`)}
            </a>
          ))}
        </nav>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
