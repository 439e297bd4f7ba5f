import { Fragment, type ComponentChildren } from 'preact';

interface RichProps {
  text: string;
  /** Components for marked parts of the text, by mark: `<term>error</term>`. */
  parts?: Record<string, (words: string) => ComponentChildren>;
}

/** A sentence with marked parts, whose order depends on the language; text between backticks is code. */
export function Rich({ text, parts = {} }: RichProps) {
  const pieces = text.split(/(<(\w+)>.*?<\/\2>|`[^`]*`)/g).filter((_, index) => index % 3 !== 2);
  return (
    <>
      {pieces.map((piece, index) => {
        const marked = /^<(\w+)>(.*)<\/\w+>$/.exec(piece);
        const part = marked && parts[marked[1]!];
        return (
          <Fragment key={index}>
            {part ? part(marked[2]!) : /^`.*`$/.test(piece) ? <code>{piece.slice(1, -1)}</code> : piece}
          </Fragment>
        );
      })}
    </>
  );
}
