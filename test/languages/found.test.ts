import { FINDINGS, found, inEnglish } from '../../src/contract/findings';
import { foundIn } from '../../src/languages/found';
import { reportSpeaker } from '../../src/languages/reportSpeaker';

const READ = found('decimal_comma', { column: 'Preis', text: '1.234,5', line: 2000, value: 1234.5 });

test('what was found is said in the language of the reader, figures as that writes them', () => {
  expect(inEnglish(READ)).toBe("Preis is read with a decimal comma: '1.234,5' in line 2000 is 1234.5");
  expect(foundIn(reportSpeaker('de'), READ)).toBe(
    'Preis wird mit Dezimalkomma gelesen: „1.234,5“ in Zeile 2000 ist 1.234,5',
  );
  expect(foundIn(reportSpeaker('zh'), READ)).toBe('Preis按小数逗号读取：第 2000 行的“1.234,5”为 1,234.5');
});

test('a value that is no figure is said as it stands', () => {
  const returned = found('return_counted', { column: 'Status', value: 'refunded' });
  expect(foundIn(reportSpeaker('de'), returned)).toContain('Status sagt „refunded“');
});

test('days of the week are named in the language of the reader', () => {
  const off = found('days_off', { weekdays: 'Monday, Sunday', day: '2026-03-14' });
  expect(foundIn(reportSpeaker('de'), off)).toBe(
    'an diesen Wochentagen wird nichts verkauft: Montag und Sonntag; die Woche bis zum 14. März 2026 ist vollständig',
  );
  expect(foundIn(reportSpeaker('zh'), off)).toContain('：星期一和星期日；');
  expect(foundIn(reportSpeaker('en'), off)).toContain('nothing is sold on Monday and Sunday:');
});

test('names that look like places stay as the file has them', () => {
  const odd = found('empty', { column: '{{line}} & <b>' });
  expect(inEnglish(odd)).toBe('{{line}} & <b> is empty');
  expect(foundIn(reportSpeaker('de'), odd)).toBe('{{line}} & <b> ist leer');
});

test('no sentence ends with a full stop: examples and sentences follow it', () => {
  for (const sentence of Object.values(FINDINGS)) expect(sentence).not.toMatch(/\.$/);
});
