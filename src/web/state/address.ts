import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export const VIEWS = ['new', 'whatif', 'catalog', 'sales', 'evaluation', 'models'] as const;
export type View = (typeof VIEWS)[number];

/**
 * The state in the address: `#/whatif?description=...`. It stays in the browser; the server never sees the fragment.
 */
interface Address {
  view: View;
  params: URLSearchParams;
}

/** Browsers refuse address changes many times per second. */
const WRITE_MS = 300;

function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = VIEWS.find((known) => known === path) ?? 'new';
  return { view, params: new URLSearchParams(query) };
}

export function addressOf(view: View, params?: URLSearchParams): string {
  const query = params?.toString();
  return query ? `#/${view}?${query}` : `#/${view}`;
}

export interface AddressBar extends Address {
  /** Last state of each view. */
  left: Partial<Record<View, URLSearchParams>>;
  /** Changes the current view's parameters without a new history entry. */
  setParams: (params: URLSearchParams) => void;
}

/** Props of a view that keeps its state in the address. */
export type ViewProps = Pick<AddressBar, 'params' | 'setParams'>;

/** The current address, which has all shared state. */
export function useAddress(): AddressBar {
  const [address, setAddress] = useState(() => readAddress(location.hash));
  const left = useRef<AddressBar['left']>({});
  left.current[address.view] = address.params;
  useEffect(() => {
    const onChange = () => setAddress(readAddress(location.hash));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  useEffect(() => {
    const [wanted, before] = [addressOf(address.view, address.params), location.hash];
    if (wanted === before || address.params.size === 0) return undefined;
    // The user may have navigated meanwhile, and the event may still be pending.
    const write = () => location.hash === before && history.replaceState(null, '', wanted);
    const timer = setTimeout(write, WRITE_MS);
    // Also before a link is followed: a link to the current address would do nothing.
    for (const event of ['pagehide', 'click']) addEventListener(event, write, { capture: true });
    return () => {
      clearTimeout(timer);
      for (const event of ['pagehide', 'click']) removeEventListener(event, write, { capture: true });
    };
  }, [address]);
  const setParams = useCallback(
    (params: URLSearchParams) => setAddress(({ view }) => ({ view, params })),
    [],
  );
  return { ...address, left: left.current, setParams };
}
