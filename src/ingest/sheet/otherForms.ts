import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** So many bytes show what a file is. */
export const FORM_BYTES = 512;

/** How files begin that are no sheet, by names that all languages have; CSV may begin with a bracket too, as in [SKU]. */
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

/** Throws ShelfcastError for a file of a form that is not read, whatever its name says, by its first bytes. */
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
