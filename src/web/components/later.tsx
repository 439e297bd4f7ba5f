import type { ComponentType } from 'preact';
import { t } from '../languages/speech';
import { useAnswer } from '../state/useAnswer';
import { Loading } from './Notes';

/** A component whose code is loaded when first shown; if that fails, a note offers to reload the page. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: { View: ComponentType<P> } | null = null;
  return function Later(props: P) {
    const { value, error } = useAnswer({
      key: loaded ? null : 'code',
      ask: async () => (loaded = { View: await load() }),
    });
    const { View } = loaded ?? value ?? { View: null };
    if (View) return <View {...props} />;
    if (!error) return <Loading what={t('frame.loading')} />;
    return (
      <p class="note fail" role="alert">
        <span>{t('frame.notLoaded')}</span>
        <button type="button" onClick={() => location.reload()}>
          {t('frame.reload')}
        </button>
      </p>
    );
  };
}
