import { useEffect, useRef } from 'preact/hooks';
import { addressOf, TITLES, VIEWS, type AddressBar, type View } from '../state/address';
import { ThemeSwitch } from './ThemeSwitch';

/** Views whose links lead back to where they were left. */
const RESUMED: View[] = ['new', 'whatif', 'evaluation'];

/** Name, views and theme. */
export function Masthead({ view, left }: { view: View; left: AddressBar['left'] }) {
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
        <nav class="nav" aria-label="Views" ref={nav}>
          {VIEWS.map((known) => (
            <a
              key={known}
              href={addressOf(known, RESUMED.includes(known) ? left[known] : undefined)}
              aria-current={known === view ? 'page' : undefined}
            >
              {TITLES[known]}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </div>
    </header>
  );
}
