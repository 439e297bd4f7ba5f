import { DOCUMENT_LANGUAGES } from '../../languages/language';
import { currentLanguage, t } from '../languages/speech';
import { Prose } from './Prose';

/** The server's own message, which is English: shown on demand in other languages. */
export function ServerSays({ text }: { text: string }) {
  const language = currentLanguage();
  if (language === 'en') return <Prose text={text} />;
  return (
    <details lang="en">
      <summary lang={DOCUMENT_LANGUAGES[language]}>{t('failure.said')}</summary>
      <Prose text={text} />
    </details>
  );
}
