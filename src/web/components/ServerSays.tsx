import { DOCUMENT_LANGUAGES } from '../../languages/language';
import { currentLanguage, t } from '../languages/speech';
import { Prose } from './Prose';

/** What the server says in words of its own, which are English: to a reader of another language on demand. */
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
