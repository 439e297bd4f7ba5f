import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** Number of bytes that identify a file's format. */
export const FORM_BYTES = 512;

/**
 * First bytes of formats that are not sheets, by names used in all languages. CSV may also start with a bracket, as in
 * [SKU].
 */
const FORMS: readonly { form: string; begins: RegExp }[] = [
  { form: 'PDF', begins: /^%PDF-/ },
  { form: 'JSON', begins: /^\s*(?:\{\s*["}]|\[\s*(?:[{\]]|\[\s*["\d]))/ },
  {
    form: 'HTML',
    begins: /^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body|table|tr|meta|div|style)\b/i,
  },
  { form: 'MHTML', begins: /^MIME-Version:/i },
  { form: 'SQL', begins: /^\s*(?:--[^\n]*\s+)*(?:INSERT\s+INTO|CREATE\s+TABLE)\s/i },
  { form: 'XML', begins: /^\s*<\?xml\b/i },
  { form: 'RTF', begins: /^\{\\rtf/ },
  { form: 'SYLK', begins: /^ID;P/ },
  { form: 'Parquet', begins: /^PAR1/ },
  { form: 'Avro', begins: /^Obj\p{Cc}/u },
  { form: 'SQLite', begins: /^SQLite format 3/ },
  { form: 'PNG', begins: /^\uFFFDPNG\r\n/ },
  { form: 'GIF', begins: /^GIF8/ },
  { form: 'JPEG', begins: /^\uFFFD{3,4}[^]{1,4}(?:JFIF|Exif)\0/ },
  { form: '7z', begins: /^7z\uFFFD+'\p{Cc}/u },
  { form: 'bzip2', begins: /^BZh\d1AY&SY/ },
  { form: 'zstd', begins: /^\(\uFFFD\/\uFFFD/ },
  { form: 'xz', begins: /^\uFFFD7zXZ/ },
  { form: 'OpenDocument (.ods)', begins: /^PK[^]{10,40}mimetypeapplication\/vnd\.oasis/ },
];

/** Throws ShelfcastError if a file's first bytes show an unsupported format, whatever its name. */
export function refuseOtherForms(start: Uint8Array, name: string): void {
  const text = new TextDecoder().decode(start.subarray(0, FORM_BYTES));
  const form = FORMS.find(({ begins }) => begins.test(text))?.form;
  if (form === undefined) return;
  const reasons = [found('other_form', { form })];
  throw new ShelfcastError(
    'invalid',
    `${name} is ${form}, which is not read; save it as .xlsx or CSV UTF-8`,
    {
      reasons,
    },
  );
}
