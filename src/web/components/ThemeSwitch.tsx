import { useEffect, useState } from 'preact/hooks';
import { t } from '../languages/speech';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Light, dark, or the system's theme; only for this visit. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  const said = t(`frame.theme.${theme}`);
  return (
    <button
      type="button"
      class="quiet theme"
      onClick={() => setTheme(next)}
      aria-label={t('frame.theme.change', { theme: said, next: t(`frame.theme.${next}`) })}
    >
      <span class="wide">{t('frame.theme.is', { theme: said })}</span>
      <span class="narrow">◐ {said}</span>
    </button>
  );
}
