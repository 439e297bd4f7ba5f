/** Encodings of one country or script, distinguished by how common the decoded characters are. */
const LEGACY_ENCODINGS = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
] as const;
export type LegacyEncoding = (typeof LEGACY_ENCODINGS)[number];

const LEAST = 0.6;
const APART = 0.08;
/** Weight of a two-byte character right after a lower-case Latin letter. */
const IN_LATIN_WORD = 0.4;
/** This many characters only from Korean rows do not occur by chance in Chinese text. */
const KOREAN_LEAST = 12;
/** Weight of a four-byte character, such as the yen sign. */
const FOUR_BYTES = 0.8;

/** How common a two-byte character is in the encoding, 0 to 1; null if there is none. */
type PairScore = (lead: number, trail: number) => number | null;

const PAIRS: Readonly<Record<string, PairScore>> = {
  gb18030: (lead, trail) => {
    if (lead < 0x81 || lead > 0xfe || trail < 0x40 || trail === 0x7f || trail > 0xfe) return null;
    if (trail < 0xa1 || lead < 0xa1) return 0.1;
    if (lead <= 0xa9 || (lead >= 0xb0 && lead <= 0xd7)) return 1;
    return lead >= 0xd8 && lead <= 0xf7 ? 0.5 : 0.1;
  },
  big5: (lead, trail) => {
    if (lead < 0xa1 || lead > 0xf9 || !((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe)))
      return null;
    if (lead === 0xa3) return 0.5;
    return lead <= 0xc6 ? 1 : 0.4;
  },
  'euc-kr': (lead, trail) => {
    if (lead < 0xa1 || lead > 0xfd || trail < 0xa1 || trail > 0xfe) return null;
    return lead <= 0xa3 || (lead >= 0xb0 && lead <= 0xc8) ? 1 : 0.1;
  },
  shift_jis: (lead, trail) => {
    const leads = (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc);
    if (!leads || trail < 0x40 || trail === 0x7f || trail > 0xfc) return null;
    if (lead <= 0x83) return 1;
    return lead >= 0x88 && lead <= 0x98 ? 0.95 : 0.4;
  },
};

const LETTERS: Readonly<Record<string, string>> = {
  'windows-1252': 'äöüßéèêëàâçñáíóúãõôîïûùœæøåìò',
  'windows-1250': 'ąćęłńóśźżáčďéěíňřšťúůýžőűöüäôľĺŕ',
  'windows-1254': 'çğıöşüâîû',
};
const SIGNS = '€£§©®°²³½¼¾·–—…‘’‚“”„«»ºª™ ¡¿´×';

/**
 * The encoding of a text that is not Unicode, from its lines with bytes above 127; null if no encoding, or more than
 * one, gives common text.
 */
export function legacyEncodingOf(bytes: Uint8Array): LegacyEncoding | null {
  const scores = LEGACY_ENCODINGS.map((encoding) => ({
    encoding,
    score: encoding in PAIRS ? pairsScore(bytes, encoding) : lettersScore(bytes, encoding),
  })).sort((a, b) => b.score - a.score);
  const [best] = scores;
  if (best.score < LEAST) return null;
  const close = scores.filter(({ score }) => best.score - score < APART).map(({ encoding }) => encoding);
  if (close.length === 1) return best.encoding;
  // Western encodings share most letters; the most common encoding reads the shared ones.
  return close.some((encoding) => encoding in PAIRS || encoding === 'windows-1251')
    ? null
    : close.includes('windows-1252')
      ? 'windows-1252'
      : best.encoding;
}

function pairsScore(bytes: Uint8Array, encoding: LegacyEncoding): number {
  let sum = 0;
  let characters = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] < 0x80) continue;
    characters++;
    const halfWidth = encoding === 'shift_jis' && bytes[at] >= 0xa1 && bytes[at] <= 0xdf;
    if (halfWidth) {
      sum += 0.7;
      continue;
    }
    if (encoding === 'gb18030' && hasFourBytes(bytes, at)) {
      sum += FOUR_BYTES;
      at += 3;
      continue;
    }
    const score = PAIRS[encoding](bytes[at], bytes[at + 1] ?? 0);
    if (score === null) return 0;
    sum += isLowerCase(bytes[at - 1]) ? IN_LATIN_WORD * score : score;
    at++;
  }
  // Korean rows are also common in Chinese: if many characters are all in them, the text is Korean.
  const allKorean = encoding === 'euc-kr' && sum === characters && characters >= KOREAN_LEAST;
  return sum / characters + (allKorean ? 2 * APART : 0);
}

/** Whether a GB18030 character that GBK lacks starts here: two lead bytes, each followed by a digit. */
function hasFourBytes(bytes: Uint8Array, at: number): boolean {
  const isLead = (byte = 0): boolean => byte >= 0x81 && byte <= 0xfe;
  const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;
  return isLead(bytes[at]) && isDigit(bytes[at + 1]) && isLead(bytes[at + 2]) && isDigit(bytes[at + 3]);
}

function isLowerCase(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a;
}

function lettersScore(bytes: Uint8Array, encoding: LegacyEncoding): number {
  const text = decodeLegacy(bytes, encoding);
  const isHigh = (at: number): boolean => (bytes[at] ?? 0) >= 0x80;
  let sum = 0;
  let characters = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (!isHigh(at)) continue;
    characters++;
    const [before, here, after] = [text[at - 1] ?? ' ', text[at], text[at + 1] ?? ' '];
    if (encoding === 'windows-1251') {
      const turns = /\p{Ll}/u.test(before) && /\p{Lu}/u.test(here);
      const latin = /[a-z]/i.test(before) || /[a-z]/i.test(after);
      sum += /[А-яЁёІіЇїЄєҐґ]/.test(here) ? (turns || latin ? 0 : 1) : '«»№–—“”„…°'.includes(here) ? 0.5 : 0;
    } else if (LETTERS[encoding].includes(here.toLowerCase())) {
      const inRun = isHigh(at - 1) && isHigh(at + 1) && (isHigh(at - 2) || isHigh(at + 2));
      const turns = /\p{Ll}/u.test(before) && /\p{Lu}/u.test(here);
      sum += inRun || turns ? 0.2 : here.toLowerCase() === 'œ' ? 0.7 : 1;
    } else if (SIGNS.includes(here)) {
      const inWord = /\p{L}/u.test(before) && /\p{L}/u.test(after) && here !== '’';
      sum += inWord || (isHigh(at - 1) && isHigh(at + 1)) ? 0 : 0.8;
    }
  }
  return sum / characters;
}

/** Node's decoder reads windows-1252 as ISO 8859-1, which lacks the characters from 128 to 159. */
const WINDOWS_1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes bytes in one of these encodings. */
export function decodeLegacy(bytes: Uint8Array, encoding: LegacyEncoding): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(bytes);
  return Array.from(bytes, (byte) =>
    byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252_HIGH[byte - 0x80] : String.fromCharCode(byte),
  ).join('');
}
