import { LANGUAGES, OWN_NAMES, type Language } from '../../languages/language';
import { addressIn, choose, useLanguage } from '../languages/choice';
import { t } from '../languages/speech';

/** A choice of languages by their own names; it is kept in the address. */
export function LanguageSwitch() {
  const language = useLanguage();
  const change = async (next: Language) => {
    await choose(next);
    history.replaceState(null, '', addressIn(next));
  };
  return (
    <select
      class="quiet language"
      aria-label={t('frame.language')}
      value={language}
      onChange={(event) => void change(event.currentTarget.value as Language)}
    >
      {LANGUAGES.map((known) => (
        <option key={known} value={known} lang={known}>
          {OWN_NAMES[known]}
        </option>
      ))}
    </select>
  );
}
