import { t } from '../languages/speech';

/** A message as a sentence: with a capital letter, a full stop, and code between backticks. */
export function Prose({ text }: { text: string }) {
  const said = text[0]!.toUpperCase() + text.slice(1);
  const sentence = /[.!?。！？]$/.test(said) ? said : t('common.sentence', { text: said });
  return (
    <>
      {sentence.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}
