export const findings = {
  total_row: 'eine Summe anderer Zeilen',
  more_values:
    'mehr Werte, als die Kopfzeile Spalten hat; Zellen mit dem Trennzeichen gehören in Anführungszeichen',
  fewer_values: 'weniger Werte, als die Kopfzeile Spalten hat; vielleicht bricht eine Zeile mittendrin um',
  empty: '{{column}} ist leer',
  no_catalog: '{{column}} ist leer; bei bekannten Produkten nennt sie ein Katalog (--db DATEI)',
  not_in_catalog: '{{column}} ist leer, und der Katalog kennt das Produkt nicht',
  too_long: '{{column}} hat mehr als {{most}} Zeichen',
  no_date: '{{column}} ist kein Datum; schreiben Sie es als JJJJ-MM-TT',
  no_units: '{{column}} ist keine Stückzahl bis zu einer Milliarde',
  no_number: '{{column}} ist keine Zahl',
  negative: '{{column}} ist negativ',
  negative_log: '{{column}} ist negativ, was log_target nicht zulässt',
  not_positive: '{{column}} ist nicht größer als null',
  keep_rule: '{{column}} {{rule}} (Regel „keep“)',
  keep_not: '{{column}} sagt „{{value}}“, was eine keep-Regel keinen Verkauf nennt',
  keep_rule_no_number: '{{column}} {{rule}} (Regel „keep“): keine Zahl',
  until: 'vom {{day}} oder später',
  after_today: 'nach dem heutigen Tag',
  stray:
    'vom {{day}}, mehr als ein halbes Jahr von allen anderen Verkäufen entfernt: vielleicht ein falsches Jahr',
  last_week: 'in der letzten Woche, die die Daten nur bis {{day}} abdecken',
  never_sold: 'von Produkten, die nie verkauft wurden',
  columns_unread: 'nicht gelesen, da das Schema keine solchen Spalten nennt: {{columns}}',
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
  unknown_date_order:
    '{{column}} enthält Daten, deren Reihenfolge von Tag und Monat offen ist: gelten als unbekannt; nennen Sie "date_order" im Schema',
  unknown_too_large: '{{column}} ist keine Zahl bis zu einer Milliarde: gilt als unbekannt',
  other_spelling:
    '{{column}} weicht von einer früheren Schreibweise nur in Groß- und Kleinschreibung, Leerzeichen oder der Kodierung von Akzenten ab: gilt als dasselbe Produkt',
  zeros_apart:
    '{{column}} unterscheidet sich von einer früheren Nummer nur in Nullen: gilt als anderes Produkt; ist es dasselbe, formatieren Sie die Spalte vor dem Füllen als Text und exportieren Sie noch einmal',
  return_counted:
    '{{column}} sagt „{{value}}“: gilt als Verkauf; lassen Sie Zeilen, die keiner sind, durch eine keep-Regel weg',
  further_sales:
    'von Produkten und Tagen, von denen andere Dateien andere Verkäufe nannten: zählen neben diesen; sind es dieselben, mit anderem Preis, anderer Zeit oder weiterer Spalte geschrieben, zählen diese Tage doppelt: löschen Sie das Produkt und reichen Sie seine Dateien noch einmal ein',
  same_sales:
    'dieselben wie Verkäufe anderer Dateien, neben solchen, die es nicht sind: zählen einmal; ist die Datei aus einer anderen Filiale, nennen Sie die Spalte, die Filialen unterscheidet, im Schema unter „categorical“',
  replaced_totals:
    'Wochen von Produkten, zu denen eine andere Datei eine andere Summe nannte: die neue zählt; ist die Datei aus einer anderen Filiale, zählen Sie die Filialen in einer Datei zusammen oder geben Sie einzelne Verkäufe',
  row_again:
    'in jeder Zelle gleich einer Zeile davor: gilt als eigener Verkauf; reichen Sie die Datei ohne sie ein, wenn sie doppelt sind',
  sale_undone:
    '{{column}} ist kleiner als null in Zeilen, die sonst einem Verkauf ihres Tages gleichen: sie heben ihn auf und werden von ihm abgezogen',
  decimal_point: '{{column}} wird mit Dezimalpunkt gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  decimal_comma: '{{column}} wird mit Dezimalkomma gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  texts_empty: 'keine Zeile hat einen Text: gelernt wird aus den Spalten allein',
  column_empty: '{{column}} ist in jeder Zeile leer und sagt nichts',
  column_constant: '{{column}} ist in jeder Zeile „{{value}}“ und sagt nichts',
  target_told:
    '{{column}} sagt {{target}} allein schon fast ganz: lassen Sie die Spalte weg, wenn sie erst hinterher bekannt ist',
  table_rows_again:
    'Zeilen, die in Text, Spalten und Ziel gleich einer früheren sind: {{count}}; sind sie keine weiteren Produkte, fällt eine Auswertung zu gut aus',
  number_with_unit: '{{column}} wird in {{unit}} gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  number_in_words: '{{column}} wird als Zahl gelesen: „{{text}}“ in Zeile {{line}} ist {{value}}',
  dates_as_years: '{{column}} enthält Daten, gelesen als Jahre: „{{text}}“ in Zeile {{line}} ist {{value}}',
  percentages:
    '{{column}} enthält Prozentangaben neben einfachen Zahlen: „{{text}}“ in Zeile {{line}} ist {{value}}, aber „{{plain}}“ in Zeile {{plain_line}} ist {{plain_value}}; schreiben Sie alle gleich, wenn beide Anteile meinen',
  day_numbers:
    '{{column}} enthält Tagesnummern einer Tabellenkalkulation, gelesen als Tage seit dem 30.12.1899: „{{text}}“ ist {{day}} (vier Jahre und einen Tag später, wenn ab 1904 gezählt wird)',
  weeks_numbered: '{{column}} enthält Kalenderwochen, gezählt nach ISO 8601: „{{text}}“ beginnt am {{day}}',
  times_utc:
    '{{column}} nennt Zeiten in UTC, etwa „{{text}}“, und ein Tag endet um Mitternacht in UTC; endet der Tag des Shops zu einer anderen Stunde, exportieren Sie seine örtlichen Zeiten',
  cells_of_group: 'ohne eigenes {{columns}}: aus der ersten Zeile der Gruppe übernommen, die {{by}} zählt',
  encoding: 'der Text wird als {{encoding}} gelesen, wie sein Inhalt zeigt',
  sheet: 'gelesen wird das Blatt „{{sheet}}“ von {{sheets}}',
  line_above_header: 'die Zeile über der Kopfzeile wird ausgelassen',
  lines_above_header: 'die {{lines}} Zeilen über der Kopfzeile werden ausgelassen',
  read_across:
    'die Spalten von {{first}} bis {{last}} sind Datumsangaben: jede ihrer Zellen, die nicht leer ist, gilt als Zeile, mit den Spalten date und sales',
  header_again: 'Zeilen, die die Kopfzeile wiederholen, werden ausgelassen: {{rows}}',
  week_of_most_days:
    '{{column}} nennt Wochen, die nicht von Montag bis Sonntag gehen: jede zählt für die, in der die meisten ihrer Tage liegen',
  sundays:
    'alle Zeilen sind auf einen Sonntag datiert und zählen für die Woche, die an ihm endet; ist die Woche gemeint, die an ihm beginnt, datieren Sie sie einen Tag später',
  days_off:
    'an diesen Wochentagen wird nichts verkauft: {{weekdays}}; die Woche bis zum {{day}} ist vollständig',
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
  closed_weeks:
    'ganze Wochen ohne jeden Verkauf, ab diesen Montagen: {{weeks}}; der Laden gilt als geschlossen, seine Verkäufe als unbekannt und nicht als null',
  unknown_weeks: 'Wochen von Produkten, in denen unbekannt ist, was verkauft wurde',
  waiting:
    'in der letzten Woche, die die Daten nur bis {{day}} abdecken: als Tage aufgehoben, bis der Rest kommt',
  file_too_long: 'die Datei ist größer als {{megabytes}} MB; teilen Sie sie',
  unpacks_too_long:
    'die Datei ist entpackt größer als {{megabytes}} MB; teilen Sie sie oder speichern Sie sie als CSV',
  file_empty: 'die Datei ist leer: eine Zeile muss die Spalten benennen',
  no_rows: 'die Datei hat eine Kopfzeile und keine Zeilen',
  one_column:
    'es gibt nur eine Spalte, „{{column}}“: trennen Sie Spalten mit Komma, Semikolon, Tabulator oder senkrechtem Strich, oder speichern Sie die Datei als .xlsx',
  no_text: 'die Datei ist kein Text; speichern Sie sie als .xlsx oder CSV UTF-8',
  encoding_open:
    'der Text ist nicht UTF-8, und seine wenigen besonderen Zeichen passen zu mehreren Kodierungen; speichern Sie ihn als CSV UTF-8',
  encoding_damaged:
    'der Text ist UTF-8, Zeile {{line}} aber nicht; speichern Sie ihn noch einmal als CSV UTF-8',
  quote_open: 'nach Zeile {{line}} beginnt ein Anführungszeichen, das nie endet',
  row_too_long:
    'eine Zeile nach Zeile {{line}} ist viel zu lang; suchen Sie dort ein offenes Anführungszeichen',
  gzip_damaged: 'die gepackte Datei ist beschädigt oder abgeschnitten; laden oder packen Sie sie noch einmal',
  workbook_old:
    'die Datei ist eine alte (.xls) oder verschlüsselte Arbeitsmappe; speichern Sie sie als .xlsx ohne Kennwort oder als CSV UTF-8',
  workbook_damaged:
    'die Datei ist keine lesbare .xlsx-Arbeitsmappe; speichern Sie sie noch einmal oder als CSV UTF-8',
  other_form: 'die Datei ist {{form}}, was nicht gelesen wird; speichern Sie sie als .xlsx oder CSV UTF-8',
  zip_packed:
    'die Datei ist ein ZIP-Archiv und keine Arbeitsmappe; entpacken Sie sie und geben Sie die Tabelle darin',
  sheets_hidden: 'alle Blätter der Arbeitsmappe sind ausgeblendet',
  sheets_open: 'mehrere Blätter sehen nach Daten aus: {{sheets}}; speichern Sie das richtige allein',
  columns_missing: 'es fehlen die Spalten {{missing}}; vorhanden sind {{columns}}',
  column_twice: 'es gibt zwei Spalten {{column}}; benennen Sie eine um',
  no_dates: 'keine Spalte enthält Datumsangaben',
  dates_unread:
    '{{column}} heißt nach Datumsangaben, aber „{{value}}“ ist keine; schreiben Sie JJJJ-MM-TT, von einer Woche irgendeinen ihrer Tage',
  numbers_unread:
    '{{column}} heißt nach Zahlen, aber „{{text}}“ ist keine lesbare; schreiben Sie nur Zahlen hinein oder benennen Sie die Spalte um',
  numbers_empty:
    '{{column}} hat keine Werte; füllen Formeln die Spalte, öffnen Sie die Arbeitsmappe in einer Tabellenkalkulation, speichern Sie sie dort und senden Sie diese',
  weeks_across:
    'die Spalten von {{first}} bis {{last}} sind Datumsangaben; geben Sie eine Zeile je Produkt und Woche, mit einer Spalte für das Datum und einer für die Stückzahl',
  periods_unread:
    '{{column}} enthält Monate oder Quartale wie „{{text}}“, und was in jeder ihrer Wochen verkauft wurde, ist unbekannt; geben Sie Wochenzeilen oder einzelne Verkäufe, mit Datum als JJJJ-MM-TT',
  periods_across:
    'die Spalten von {{first}} bis {{last}} sind Monate oder Quartale, und was in jeder ihrer Wochen verkauft wurde, ist unbekannt; geben Sie Spalten oder Zeilen je Woche oder einzelne Verkäufe',
  weeks_yearless:
    'Wochen wie „{{text}}“ fehlt das Jahr; schreiben Sie 2025-W02 nach ISO 8601 oder irgendeinen Tag der Woche als JJJJ-MM-TT',
  sales_repeated:
    '{{column}} nennt jeden Verkauf mehrmals, mit gleichem Produkt, Datum und gleicher Stückzahl unter „{{first}}“ und „{{second}}“; geben Sie davon eines, oder behalten Sie es durch eine keep-Regel',
  units_cumulated:
    '{{column}} sinkt von einem Datum eines Produkts zum nächsten fast nie, wie Summen seit Monats- oder Jahresbeginn; geben Sie die Stückzahl jedes Tages oder jeder Woche allein',
  units_returned:
    '{{column}} ist in jeder Zeile ausgefüllt, es sind also wohl Rückgaben; geben Sie Verkäufe an oder sagen Sie in einem Schema, dass es welche sind',
  units_bought:
    '{{first}} und {{second}} sagen, was der Shop eingekauft hat, und keine Spalte nennt einen Preis; sind die Stückzahlen trotzdem verkaufte, sagen Sie es in einem Schema',
  measures_mixed:
    'nach {{column}} nennen manche Zeilen „{{units}}“ und andere „{{other}}“; geben Sie nur die ersteren, oder behalten Sie sie durch eine keep-Regel',
  measures_by_row:
    '{{column}} sagt in manchen Zeilen eines Produkts „{{first}}“ und in anderen „{{second}}“; rechnen Sie die Stückzahlen in eines davon um, oder behalten Sie eines durch eine keep-Regel',
  totals_of_weeks:
    'die Zeilen sehen nach Summen von je {{weeks}} Wochen aus, und die Wochen dazwischen würden als Wochen ohne Verkäufe gelten; geben Sie Wochenzeilen oder einzelne Verkäufe',
  totals_of_months:
    'die Zeilen sehen nach Summen von Monaten oder längeren Zeiträumen aus, und die Wochen dazwischen würden als Wochen ohne Verkäufe gelten; geben Sie Wochenzeilen oder einzelne Verkäufe',
  days_from_1904:
    '{{column}} enthält Tagesnummern wie „{{text}}“ in einer Arbeitsmappe, die Tage ab 1904 zählt; formatieren Sie die Spalte dort als Datum und speichern Sie noch einmal',
  day_numbers_far:
    '{{column}} enthält Tagesnummern wie „{{text}}“, nach üblicher Zählung {{day}}, über ein Jahr von den Daten der Spalte ({{first}} bis {{last}}) entfernt; schreiben Sie alle als JJJJ-MM-TT',
  codes_sum_up:
    'die Stückzahlen von „{{first}}“ in {{column}} sind in jeder Woche die Summe der Nummern daneben, wie die Summe einer Gruppe ({{count}} solche Nummern); lassen Sie diese durch eine keep-Regel weg: {{rule}}; sind es eigene Artikel, behalten Sie sie durch {{all}}',
  rows_repeated:
    'die Zeilen {{first}} bis {{last}} gleichen in jeder Zelle und in ihrer Reihenfolge denen ab Zeile {{origin}}, ein Export scheint also zweimal in der Datei zu stehen; nehmen Sie einen heraus, oder fügen Sie eine Spalte hinzu, die seine Verkäufe unterscheidet, etwa Filiale oder Beleg',
  rows_multiplied:
    'jede Zeile ist in jeder Zelle gleich {{times}}-mal da, wie durch eine Verknüpfung oder einen zweiten Export; lassen Sie die übrigen weg, oder fügen Sie eine Spalte hinzu, die die Verkäufe unterscheidet, etwa Filiale oder Beleg',
  rows_unplaced:
    '{{rows}} der {{all}} Zeilen fehlt ein lesbares Datum oder ein lesbarer Produktcode, oder ihre Zellen sind verschoben, daher ist unbekannt, was verkauft wurde: berichtigen Sie sie oder lassen Sie diese Zeilen weg; am häufigsten',
  mostly_negative:
    '{{rows}} von {{all}} Zahlen in {{column}} sind kleiner als null, wie Rückgaben oder was ein Lager verlässt; geben Sie Verkäufe allein, mit Stückzahlen über null',
  zeros_lost:
    '{{rows}} von {{all}} Zeilen haben in {{column}} eine Nummer, die sich von einer anderen nur in Nullen unterscheidet, und ihre Produkte sind vielleicht dieselben; formatieren Sie die Spalte vor dem Füllen als Text und exportieren Sie noch einmal, oder unterscheiden Sie die Nummern in mehr',
  row_twice:
    'Zeile {{line}} ist eine zweite Zeile von {{sku}} in der Woche vom {{week}}; sind die Zeilen einzelne Verkäufe, geben Sie das an',
  none_left: 'keine der {{rows}} Zeilen ist brauchbar; am häufigsten',
  too_many_years:
    'die Verkäufe reichen vom {{first}} bis zum {{last}}, mehr als {{weeks}} Wochen: vielleicht ein falsches Jahr',
  products_missing:
    'es fehlen {{products}} Produkte, auf die zuletzt {{percent}} % der verkauften Stück entfielen (etwa {{examples}}); geben Sie an, ob sie nichts verkauften oder die Datei nur einen Teil des Shops enthält',
  two_currencies:
    '{{column}} hat zwei Währungen: {{first}} in Zeile {{first_line}} und {{second}} in Zeile {{second_line}}; rechnen Sie sie in eine um',
  code_lost_digits:
    'Zeile {{line}}: die Nummer {{code}} in {{column}} steht in Exponentialschreibweise und hat ihre letzten Ziffern verloren; formatieren Sie die Spalte vor dem Füllen als Text und exportieren Sie noch einmal',
  numbers_mixed:
    '{{column}} hat Dezimalpunkte und Dezimalkommas: {{first}} in Zeile {{first_line}} und {{second}} in Zeile {{second_line}}; geben Sie an, was gemeint ist',
  dates_mixed:
    '{{column}} hat Datumsangaben mit dem Tag zuerst und mit dem Monat zuerst: {{first}} in Zeile {{first_line}} und {{second}} in Zeile {{second_line}}; geben Sie an, was gemeint ist',
  dates_exchanged:
    '{{column}} hat Datumsangaben, die eine Tabellenkalkulation wohl mit vertauschtem Tag und Monat gelesen hat: „{{first}}“ und ähnliche haben nur Tage bis 12, „{{second}}“ und ähnliche nur spätere; stellen Sie dort, wo die Datei zuerst geöffnet wird, die Spalte auf Text oder die Reihenfolge des Datums ein und exportieren Sie noch einmal',
  numbers_open:
    'Zahlen in {{column}} wie {{first}} in Zeile {{first_line}} lassen sich mit Dezimalpunkt oder Dezimalkomma lesen; geben Sie an, was gemeint ist',
  dates_open:
    'Datumsangaben in {{column}} wie {{first}} in Zeile {{first_line}} lassen sich mit dem Tag oder dem Monat zuerst lesen; geben Sie an, was gemeint ist',
  nothing_sold:
    'das Sortiment hat keine abgeschlossene Woche mit einem Verkauf; spielen Sie zuerst Verkäufe ein',
  few_weeks:
    '{{weeks}} abgeschlossene Wochen sind zu wenige: eine Prognose über {{horizon}} Wochen braucht {{needed}} oder mehr',
  few_weeks_but:
    '{{weeks}} abgeschlossene Wochen sind zu wenige: eine Prognose über {{horizon}} Wochen braucht {{needed}} oder mehr, eine über {{enough}} kommt mit diesen aus',
  model_there: 'es gibt schon ein Modell {{model}}',
  column_name_taken: 'die Spalte {{column}} heißt wie ein eingebautes Merkmal; benennen Sie sie um',
  few_to_test:
    '{{weeks}} abgeschlossene Wochen sind zu wenige, um mit einigen davon zu prüfen; {{needed}} reichen',
  training_ended: 'der Prozess des Trainings endete {{times}}-mal; vielleicht fehlt ihm Speicher',
  disk_full: 'die Festplatte ist voll; schaffen Sie dort Platz',
  model_no_answer: 'der Datenträger, auf dem das Modell liegt, antwortet nicht',
  model_file_missing: 'dem Modell fehlt die Datei {{file}}; kopieren Sie es vollständig',
  model_file_changed:
    'die Datei {{file}} ist nicht die, mit der das Modell erstellt wurde; kopieren Sie das Modell noch einmal',
  model_file_unusable:
    'die Datei {{file}} des Modells lässt sich nicht lesen; kopieren Sie das Modell noch einmal',
  model_quantile:
    'das Modell prognostiziert das Quantil {{quantile}} nicht, das hier gebraucht wird; trainieren Sie es neu',
  model_features:
    'das Modell rechnet mit anderen Merkmalen, als hier berechnet werden; trainieren Sie es neu',
  model_encoder:
    'das Modell wurde mit dem Encoder {{wanted}} trainiert, hier läuft {{here}}; starten Sie den Server mit jenem Encoder, oder trainieren Sie das Modell neu',
  model_encoder_unusable:
    'der Encoder des Modells lässt sich nicht laden; kopieren Sie das Modell noch einmal',
  model_head_fails:
    'ein Netz des Modells läuft hier nicht; kopieren Sie das Modell noch einmal, oder trainieren Sie es neu',
  model_unchecked: 'das Modell bringt nichts mit, woran es sich prüfen ließe; trainieren Sie es neu',
  model_answers: 'das Modell antwortet hier anders als dort, wo es trainiert wurde; trainieren Sie es neu',
  none_active: 'kein Modell war aktiv',
  active_unusable: 'das aktive Modell lässt sich hier nicht verwenden',
  active_other_kind: 'das aktive Modell prognostiziert keine Wochen wie das neue',
  active_has_seen: 'das aktive Modell wurde mit den Wochen trainiert, in denen es geprüft würde',
};
