import { useCallback, useEffect, useState } from 'preact/hooks';

export const VIEWS = ['new', 'whatif', 'catalog', 'evaluation', 'models'] as const;
export type View = (typeof VIEWS)[number];

/** What the address says: `#/whatif?description=...`. It stays in the browser; the server never sees the fragment. */
export interface Address {
  view: View;
  params: URLSearchParams;
}

export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = VIEWS.find((known) => known === path) ?? 'new';
  return { view, params: new URLSearchParams(query) };
}

export function addressOf(view: View, params?: URLSearchParams): string {
  const query = params?.toString();
  return query ? `#/${view}?${query}` : `#/${view}`;
}

/** The current address, kept up to date, and a way to replace its parameters without a new history entry. */
export function useAddress(): [Address, (params: URLSearchParams) => void] {
  const [address, setAddress] = useState(() => readAddress(location.hash));
  useEffect(() => {
    const onChange = () => setAddress(readAddress(location.hash));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  const replaceParams = useCallback((params: URLSearchParams) => {
    const { view } = readAddress(location.hash);
    history.replaceState(null, '', addressOf(view, params));
  }, []);
  return [address, replaceParams];
}
