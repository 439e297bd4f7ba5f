export const findings = {
  total_row: 'eine Summe anderer Zeilen',
  more_values:
    'mehr Werte, als die Kopfzeile Spalten hat; Zellen mit dem Trennzeichen gehören in Anführungszeichen',
  fewer_values: 'weniger Werte, als die Kopfzeile Spalten hat; vielleicht bricht eine Zeile mittendrin um',
  empty: '{{column}} ist leer',
  too_long: '{{column}} hat mehr als {{most}} Zeichen',
  no_date: '{{column}} ist kein Datum; schreiben Sie es als JJJJ-MM-TT',
  no_units: '{{column}} ist keine Stückzahl bis zu einer Milliarde',
  no_number: '{{column}} ist keine Zahl',
  negative: '{{column}} ist negativ',
  negative_log: '{{column}} ist negativ, was log_target nicht zulässt',
  not_positive: '{{column}} ist nicht größer als null',
  keep_rule: '{{column}} {{rule}} (Regel „keep“)',
  keep_rule_no_number: '{{column}} {{rule}} (Regel „keep“): keine Zahl',
  until: 'vom {{day}} oder später',
  after_today: 'nach dem heutigen Tag',
  stray:
    'vom {{day}}, mehr als ein halbes Jahr von allen anderen Verkäufen entfernt: vielleicht ein falsches Jahr',
  last_week: 'in der letzten Woche, die die Daten nur bis {{day}} abdecken',
  never_sold: 'von Produkten, die nie verkauft wurden',
  cell_cut: '{{column}} hat mehr als {{most}} Zeichen: der Rest wird ausgelassen',
  cell_too_long: '{{column}} hat mehr als {{most}} Zeichen: ausgelassen',
  cell_lost_digits:
    '{{column}} hat in einer Tabellenkalkulation die letzten Ziffern verloren; formatieren Sie die Spalte als Text: ausgelassen',
  cell_no_date:
    '{{column}} ist kein Datum; schreiben Sie es als JJJJ-MM-TT: ausgelassen, prognostiziert werden die Wochen nach der letzten bekannten',
  cell_no_number: '{{column}} ist keine brauchbare Zahl: ausgelassen',
  cell_other_currency:
    '{{column}} steht in einer anderen Währung als {{currency}}, wie die meisten Zellen: ausgelassen',
  cell_not_positive: '{{column}} ist nicht größer als null: ausgelassen',
  unknown_not_positive: '{{column}} ist nicht größer als null: gilt als unbekannt',
  unknown_negative: '{{column}} ist kleiner als null: gilt als unbekannt',
  unknown_no_number: '{{column}} ist keine Zahl: gilt als unbekannt',
  unknown_too_large: '{{column}} ist keine Zahl bis zu einer Milliarde: gilt als unbekannt',
  other_spelling:
    '{{column}} weicht von einer früheren Schreibweise nur in Groß- und Kleinschreibung, Leerzeichen oder der Kodierung von Akzenten ab: gilt als dasselbe Produkt',
  decimal_point: '{{column}} wird mit Dezimalpunkt gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  decimal_comma: '{{column}} wird mit Dezimalkomma gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  percentages:
    '{{column}} enthält Prozentangaben neben einfachen Zahlen: „{{text}}“ in Zeile {{line}} ist {{value}}, aber „{{plain}}“ in Zeile {{plain_line}} ist {{plain_value}}; schreiben Sie alle gleich, wenn beide Anteile meinen',
  day_numbers:
    '{{column}} enthält Tagesnummern einer Tabellenkalkulation, gelesen als Tage seit dem 30.12.1899: 45663 ist der 06.01.2025',
  encoding: 'der Text wird als {{encoding}} gelesen, wie sein Inhalt zeigt',
  sheet: 'gelesen wird das Blatt „{{sheet}}“ von {{sheets}}',
  line_above_header: 'die Zeile über der Kopfzeile wird ausgelassen',
  lines_above_header: 'die {{lines}} Zeilen über der Kopfzeile werden ausgelassen',
  sundays:
    'alle Zeilen sind auf einen Sonntag datiert und zählen für die Woche, die an ihm endet; ist die Woche gemeint, die an ihm beginnt, datieren Sie sie einen Tag später',
  pause: 'keine Zeile zwischen {{last}} und {{first}}: was in diesen Wochen verkauft wurde, ist unbekannt',
  first_week_begun: 'die erste Woche liegt erst ab {{day}} vor',
  closed_day:
    'keine Datei hat eine Zeile vom {{day}}: gilt als Tag ohne Verkäufe; reichen Sie sie nach, wenn es welche gab',
  closed_days:
    'keine Datei hat eine Zeile vom {{first}} bis zum {{last}}: gelten als Tage ohne Verkäufe; reichen Sie sie nach, wenn es welche gab',
  unknown_day: 'keine Datei hat eine Zeile vom {{day}}: was da verkauft wurde, ist unbekannt',
  unknown_days:
    'keine Datei hat eine Zeile vom {{first}} bis zum {{last}}: was da verkauft wurde, ist unbekannt',
  zero_weeks: 'Wochen von Produkten ohne Zeile nach ihrem ersten Verkauf: gelten als Wochen ohne Verkäufe',
  unread_weeks: 'Wochen von Produkten, die unbekannt sind, weil eine ihrer Zeilen nicht lesbar war',
  unknown_weeks: 'Wochen von Produkten, in denen unbekannt ist, was verkauft wurde',
  waiting:
    'in der letzten Woche, die die Daten nur bis {{day}} abdecken: als Tage aufgehoben, bis der Rest kommt',
};
