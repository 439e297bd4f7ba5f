const NOT_ASCII = /[\u0080-\uffff]/;
/** Marks of direction and blanks without width: copied from web pages, chats and texts that run from right to left. */
const HIDDEN = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** A text without the marks that no one sees. Those that join letters stay. */
export function withoutHidden(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(HIDDEN, '') : text;
}
