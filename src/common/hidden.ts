const NOT_ASCII = /[\u0080-\uffff]/;
/** Direction marks and zero-width spaces: copied from web pages, chats and right-to-left texts. */
const HIDDEN = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** Removes invisible characters from a text. Those that join letters stay. */
export function withoutHidden(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(HIDDEN, '') : text;
}
