/**
 * Everything that reading can find in rows, cells and files, by code, in the words of English answers and the command
 * line. A sentence starts with a lower-case letter and ends without a full stop: a number of rows may precede it, and
 * examples may follow.
 */
export const FINDINGS = {
  // Rows that are left out.
  total_row: 'a total of other rows',
  more_values: 'more values than the header has columns; put quotes around cells that hold the separator',
  fewer_values: 'fewer values than the header has columns; look for a line that breaks in the middle',
  empty: '{{column}} is empty',
  no_catalog: '{{column}} is empty; of known products a catalog tells it (--db FILE)',
  not_in_catalog: '{{column}} is empty, and the catalog does not know the product',
  too_long: '{{column}} is over {{most}} characters',
  no_date: '{{column}} is no date; write it as YYYY-MM-DD',
  no_units: '{{column}} is no number of units up to a billion',
  no_number: '{{column}} is no number',
  negative: '{{column}} is negative',
  negative_log: '{{column}} is negative, which log_target cannot take',
  not_positive: '{{column}} is not above zero',
  keep_rule: '{{column}} {{rule}} (keep rule)',
  keep_rule_no_number: '{{column}} {{rule}} (keep rule): it is no number',
  keep_not: "{{column}} says '{{value}}', which a keep rule calls no sale",
  until: 'on or after {{day}}',
  after_today: 'after today',
  stray: 'dated {{day}}, more than half a year from all other sales: look for a wrong year',
  last_week: 'in the last week, which the data cover only to {{day}}',
  never_sold: 'of products that never sold',
  // Cells that are left out or taken as unknown.
  columns_unread: 'not read, as the schema names no such columns: {{columns}}',
  cell_cut: '{{column}} is over {{most}} characters: what is beyond is left out',
  cell_too_long: '{{column}} is over {{most}} characters: left out',
  cell_lost_digits: '{{column}} lost its last digits in a spreadsheet; format the column as text: left out',
  cell_no_date:
    '{{column}} is no date; write it as YYYY-MM-DD: left out, so the weeks after the last known are forecast',
  cell_no_number: '{{column}} is no number that is taken: left out',
  cell_other_currency:
    '{{column}} is in another currency than {{currency}}, which most cells are in: left out',
  cell_not_positive: '{{column}} is not above zero: left out',
  unknown_not_positive: '{{column}} is not above zero: taken as unknown',
  unknown_negative: '{{column}} is below zero: taken as unknown',
  unknown_no_number: '{{column}} is no number: taken as unknown',
  unknown_date_order:
    '{{column}} has dates that leave the order of day and month open: taken as unknown; say "date_order" in the schema',
  unknown_too_large: '{{column}} is no number up to a billion: taken as unknown',
  other_spelling:
    '{{column}} differs from an earlier spelling only in case, blanks or the encoding of accents: counted as the same product',
  zeros_apart:
    '{{column}} differs from an earlier code only in zeros: counted as another product; if it is the same, format the column as text before it is filled, and export again',
  // Sales that may not be sales.
  return_counted:
    "{{column}} says '{{value}}': counted as sales; leave rows that are none out by a keep rule",
  further_sales:
    'of a product and day of which other files told other sales: counted beside those; if they are the same, written with another price, time or further column, these days count twice: delete the product and send its files once more',
  same_sales:
    'the same as sales of other files, beside those that are not: counted once; if the file is of another store, name the column that tells stores apart under "categorical" in the schema',
  replaced_totals:
    'weeks of products of which another file told another total: the new one counts; if the file is of another store, add the stores up in one file, or give single sales',
  row_again:
    'the same in every cell as a row before: counted as sales of their own; send the file without them if they came twice',
  sale_undone:
    '{{column}} is below zero in rows that are otherwise the same as a sale of their day: they undo it, and are counted against it',
  // How columns and files were understood.
  decimal_point: "{{column}} is read with a decimal point: '{{text}}' in line {{line}} is {{value}}",
  decimal_comma: "{{column}} is read with a decimal comma: '{{text}}' in line {{line}} is {{value}}",
  texts_empty: 'no row has a text: the columns alone are learnt from',
  column_empty: '{{column}} is empty in every row, and tells nothing',
  column_constant: "{{column}} is '{{value}}' in every row, and tells nothing",
  target_told:
    '{{column}} by itself tells {{target}} nearly whole: leave it out if it is known only afterwards',
  table_rows_again:
    'rows that are the same as an earlier one in text, columns and target: {{count}}; where they are no further products, an evaluation flatters',
  number_with_unit: "{{column}} is read in {{unit}}: '{{text}}' in line {{line}} is {{value}}",
  number_in_words: "{{column}} is read as numbers: '{{text}}' in line {{line}} is {{value}}",
  dates_as_years: "{{column}} holds dates, read as years: '{{text}}' in line {{line}} is {{value}}",
  percentages:
    "{{column}} has percentages beside plain numbers: '{{text}}' in line {{line}} is {{value}}, but '{{plain}}' in line {{plain_line}} is {{plain_value}}; write all of them in one way if both are meant as shares",
  day_numbers:
    "{{column}} holds day numbers of a spreadsheet, read as days since 1899-12-30: '{{text}}' is {{day}} (four years and a day later where days count from 1904)",
  weeks_numbered:
    "{{column}} holds numbers of weeks, read as ISO 8601 counts them: '{{text}}' begins on {{day}}",
  times_utc:
    "{{column}} tells times in UTC, such as '{{text}}', and a day ends at midnight of UTC; where the shop's own day ends at another hour, export its local times",
  cells_of_group:
    'without {{columns}} of their own: taken from the first row of the group that {{by}} numbers',
  encoding: 'the text is read as {{encoding}}, as its content shows',
  sheet: "read the sheet '{{sheet}}' of {{sheets}}",
  line_above_header: 'the line above the header is left out',
  lines_above_header: 'the {{lines}} lines above the header are left out',
  read_across:
    'the columns from {{first}} to {{last}} are dates: each of their cells that is not empty is read as a row, with the columns date and sales',
  header_again: 'rows that repeat the header are left out: {{rows}}',
  week_of_most_days:
    '{{column}} names weeks that are not from Monday to Sunday: each counts for the one with most of its days',
  sundays:
    'all rows are dated on a Sunday and count for the week that ends on it; if they are meant for the week that begins on it, date them a day later',
  days_off: 'nothing is sold on {{weekdays}}: the week up to {{day}} is whole',
  pause: 'no row between {{last}} and {{first}}: what was sold in those weeks is not known',
  first_week_begun: 'the first week is there only from {{day}} on',
  closed_day: 'no file has a row on {{day}}: taken as days without sales; send them if there were some',
  closed_days:
    'no file has a row from {{first}} to {{last}}: taken as days without sales; send them if there were some',
  unknown_day: 'no file has a row on {{day}}: what was sold then is not known',
  unknown_days: 'no file has a row from {{first}} to {{last}}: what was sold then is not known',
  // Weeks of products.
  zero_weeks: 'weeks of products without a row, after their first sale: counted as weeks without sales',
  closed_weeks:
    'whole weeks without any sale, from these Mondays on: {{weeks}}; the shop is taken as closed, its sales as unknown and not as zero',
  unknown_weeks: 'weeks of products of which it is not known what was sold',
  waiting: 'in the last week, which the data cover only to {{day}}: kept as days until the rest of it comes',
  // Why a file, or a training, is refused as a whole.
  file_too_long: 'the file is longer than {{megabytes}} MB; split it',
  unpacks_too_long: 'the file unpacks to more than {{megabytes}} MB; split it, or save it as CSV',
  file_empty: 'the file is empty: a line must name the columns',
  no_rows: 'the file has a header and no rows',
  one_column:
    "there is one column, '{{column}}': separate columns with commas, semicolons, tabs or bars, or save the file as .xlsx",
  no_text: 'the file is no text; save it as .xlsx or CSV UTF-8',
  encoding_open:
    'the text is not UTF-8, and its few odd characters fit several encodings; save it as CSV UTF-8',
  encoding_damaged: 'the text is UTF-8, but line {{line}} is not; save it again as CSV UTF-8',
  quote_open: 'a quote is opened after line {{line}} and never closed',
  row_too_long: 'a row after line {{line}} is far too long; look for an opening quote there',
  gzip_damaged: 'the packed file is damaged or cut off; fetch or pack it again',
  workbook_old:
    'the file is an old (.xls) or encrypted workbook; save it as .xlsx without a password, or as CSV UTF-8',
  workbook_damaged: 'the file is no .xlsx workbook that can be read; save it again, or as CSV UTF-8',
  other_form: 'the file is {{form}}, which is not read; save it as .xlsx or CSV UTF-8',
  zip_packed: 'the file is a zip archive and no workbook; unpack it, and give the table in it',
  sheets_hidden: 'the workbook has no sheet that is not hidden',
  sheets_open: 'several sheets look like data: {{sheets}}; save the right one alone',
  columns_missing: 'the columns {{missing}} are missing; there are {{columns}}',
  column_twice: 'there are two columns {{column}}; rename one of them',
  no_dates: 'no column holds dates',
  dates_unread:
    "{{column}} is named like dates, but '{{value}}' is none; write YYYY-MM-DD, of a week any of its days",
  numbers_unread:
    "{{column}} is named like numbers, but '{{text}}' is none that can be read; write numbers alone, or name the column otherwise",
  numbers_empty:
    '{{column}} has no values; if formulas fill it, open the workbook in a spreadsheet, save it there, and send that',
  weeks_across:
    'the columns from {{first}} to {{last}} are dates; give a row for each product and week, with a column for the date and one for the units',
  periods_unread:
    "{{column}} holds months or quarters, such as '{{text}}', and what was sold in each of their weeks is not known; give weekly rows or single sales, with dates as YYYY-MM-DD",
  periods_across:
    'the columns from {{first}} to {{last}} are months or quarters, and what was sold in each of their weeks is not known; give weekly columns, weekly rows or single sales',
  weeks_yearless:
    "weeks such as '{{text}}' lack their year; write 2025-W02 as ISO 8601 does, or any day of the week as YYYY-MM-DD",
  sales_repeated:
    "{{column}} tells each sale several times, with the same product, date and units under '{{first}}' and '{{second}}'; give one of them, or keep it by a keep rule",
  units_cumulated:
    '{{column}} hardly ever falls from one date of a product to the next, as sums do since the beginning of a month or a year; give the units of each day or week alone',
  units_returned:
    '{{column}} is filled in every row, so these seem to be returns; give sales, or say in a schema file that they are',
  units_bought:
    '{{first}} and {{second}} tell what the shop bought, and no column tells a price; if the units are nevertheless sold ones, say so in a schema',
  measures_mixed:
    "{{column}} says that some rows tell '{{units}}' and others '{{other}}'; give the former alone, or keep them by a keep rule",
  measures_by_row:
    "{{column}} says '{{first}}' in some rows of a product and '{{second}}' in others; convert the units to one of them, or keep one by a keep rule",
  totals_of_weeks:
    'the rows look like totals of {{weeks}} weeks each, and the weeks between them would count as weeks without sales; give weekly rows or single sales',
  totals_of_months:
    'the rows look like totals of months or longer, and the weeks between them would count as weeks without sales; give weekly rows or single sales',
  days_from_1904:
    "{{column}} holds day numbers such as '{{text}}' in a workbook that counts days from 1904 on; format the column as dates there, and save it again",
  day_numbers_far:
    "{{column}} holds day numbers such as '{{text}}', which is {{day}} as most spreadsheets count, over a year from its dates ({{first}} to {{last}}); write all as YYYY-MM-DD",
  codes_sum_up:
    "the units of '{{first}}' in {{column}} are in each week the sum of the codes beside it, as a group's total is ({{count}} such codes); leave these out by a keep rule: {{rule}}; if they are products of their own, keep them by {{all}}",
  rows_repeated:
    'the lines {{first}} to {{last}} are the same as those from line {{origin}} on, in every cell and in order, so an export seems to stand in the file twice; take one out, or add a column that tells its sales apart, such as a store or a receipt',
  rows_multiplied:
    'each row is there {{times}} times, in every cell, as a join or a second export makes them; leave out the others, or add a column that tells the sales apart, such as a store or a receipt',
  rows_unplaced:
    '{{rows}} of the {{all}} rows lack a date or a product code that can be read, or have cells out of place, so what was sold is not known: correct them, or leave these rows out; most often',
  mostly_negative:
    '{{rows}} of the {{all}} numbers of {{column}} are below zero, as returns are, or what goes out of a stock; give sales alone, with units above zero',
  zeros_lost:
    '{{rows}} of the {{all}} rows have a code in {{column}} that differs from another only in zeros, so their products may be the same; format the column as text before it is filled, and export again, or make the codes differ in more',
  row_twice:
    'line {{line}} is a second row of {{sku}} in the week of {{week}}; if the rows are single sales, say so',
  none_left: 'none of the {{rows}} rows can be used; most often',
  too_many_years:
    'the sales run from {{first}} to {{last}}, more than {{weeks}} weeks: look for a wrong year',
  products_missing:
    '{{products}} products are missing that made up {{percent}}% of the units lately sold (such as {{examples}}); say whether they sold nothing or the file is of a part of the shop',
  two_currencies:
    '{{column}} has two currencies: {{first}} in line {{first_line}} and {{second}} in line {{second_line}}; convert them to one',
  code_lost_digits:
    'line {{line}}: the code {{code}} of {{column}} is in scientific notation and lost its last digits; format the column as text before it is filled, and export again',
  numbers_mixed:
    '{{column}} has decimal points and decimal commas: {{first}} in line {{first_line}} and {{second}} in line {{second_line}}; say which is meant',
  dates_mixed:
    '{{column}} has dates with the day first and with the month first: {{first}} in line {{first_line}} and {{second}} in line {{second_line}}; say which is meant',
  dates_exchanged:
    "{{column}} has dates that a spreadsheet seems to have read with day and month exchanged: '{{first}}' and its like have days up to 12 only, '{{second}}' and its like only later ones; set the column as text, or the order of the dates, where the file is opened first, and export again",
  numbers_open:
    'numbers of {{column}} such as {{first}} in line {{first_line}} can be read with a decimal point or a decimal comma; say which is meant',
  dates_open:
    'dates of {{column}} such as {{first}} in line {{first_line}} can be read with the day first or the month first; say which is meant',
  nothing_sold: 'the catalog holds no complete week with a sale; bring sales in first',
  few_weeks: '{{weeks}} complete weeks are too few: a forecast of {{horizon}} weeks takes {{needed}} or more',
  few_weeks_but:
    '{{weeks}} complete weeks are too few: a forecast of {{horizon}} weeks takes {{needed}} or more, one of {{enough}} no more than these',
  model_there: 'there is a model {{model}} already',
  column_name_taken: 'the column {{column}} has the name of a built-in feature; rename it',
  few_to_test: '{{weeks}} complete weeks are too few to test on some of them; {{needed}} are enough',
  training_ended: 'its process ended {{times}} times; it may lack memory',
  disk_full: 'the disk is full; make room there',
  // Why a model does not load.
  model_no_answer: 'the disk that the model lies on does not answer',
  model_file_missing: 'the model lacks its file {{file}}; copy it whole',
  model_file_changed: 'the file {{file}} is another one than the model was made with; copy the model again',
  model_file_unusable: 'the file {{file}} of the model cannot be read; copy the model again',
  model_quantile:
    'the model does not forecast the quantile {{quantile}}, which is needed here; train it again',
  model_features: 'the model reads other features than those computed here; train it again',
  model_encoder:
    'the model was trained with the encoder {{wanted}}, and {{here}} runs here; start the server with that encoder, or train the model again',
  model_encoder_unusable: "the model's encoder cannot be loaded; copy the model again",
  model_head_fails: 'a network of the model does not run here; copy the model again, or train it again',
  model_unchecked: 'the model brings nothing to check it with; train it again',
  model_answers: 'the model answers otherwise here than where it was trained; train it again',
  none_active: 'no model was active',
  active_unusable: 'the active model cannot be used here',
  active_other_kind: 'the active model does not forecast weeks as the new one does',
  active_has_seen: 'the active model was trained on the weeks on which it would be tested',
} as const;

/** Days of the week from Monday on, as in English findings; other languages translate the names. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

export type FindingCode = keyof typeof FINDINGS;

/** A finding, to be shown in another language. */
export interface Found {
  code: FindingCode;
  /** Values of the placeholders in its sentence. */
  values: Record<string, string | number>;
}

type Places<Sentence> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Places<Rest>
  : never;

/** A finding with a value for each placeholder of its sentence. */
export function found<Code extends FindingCode>(
  code: Code,
  ...[values]: [Places<(typeof FINDINGS)[Code]>] extends [never]
    ? []
    : [values: Record<Places<(typeof FINDINGS)[Code]>, string | number>]
): Found {
  return { code, values: values ?? {} };
}

export function inEnglish({ code, values }: Found): string {
  return FINDINGS[code].replace(/\{\{(\w+)\}\}/g, (_, place: string) => String(values[place]));
}
