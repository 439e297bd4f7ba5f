export const catalog = {
  title: 'Produkte im Sortiment',
  synthetic: 'erfundener Beispielshop',
  syntheticTerm:
    'Diese Produkte und ihre Verkäufe sind erfunden, damit es etwas zum Ausprobieren gibt. Sie verschwinden, wenn Sie eigene Verkäufe einspielen.',
  search: 'Suchen',
  searchHint: 'Wörter oder Nummer',
  loading: 'Sortiment wird geladen',
  noMatch: 'Kein Produkt passt.',
  empty: 'Das Sortiment ist leer. Spielen Sie Ihre Verkäufe ein, um es zu füllen.',
  label: 'Produkte',
  number: 'Nummer',
  last4: 'Letzte 4 Wochen',
  product: {
    all: '← Alle Produkte',
    loading: 'Produkt wird geladen',
    soldAt: '{{sku}} · verkauft zu {{price}}',
    next_one: 'Nächste Woche',
    next_other: 'Nächste {{count}} Wochen',
    history: 'Bisher verkauft und die Prognose, Stück je Woche',
  },
  together: {
    catalog: 'Was das Sortiment zusammen verkauft',
    sheet: 'Was die Tabelle zusammen verkauft',
    add: 'Zusammenzählen',
    adding: 'Wird zusammengezählt',
    sold_one:
      '{{products}} zusammen verkaufen etwa {{mean}} Stück in {{count}} Woche; in 8 von 10 Fällen zwischen {{low}} und {{high}}.',
    sold_other:
      '{{products}} zusammen verkaufen etwa {{mean}} Stück in {{count}} Wochen; in 8 von 10 Fällen zwischen {{low}} und {{high}}.',
    revenue: 'Umsatz: etwa {{mean}}, zwischen {{low}} und {{high}}.',
    revenueOf: 'Umsatz der {{priced}} mit Preis: etwa {{mean}}, zwischen {{low}} und {{high}}.',
    note: '{{products}}. Die Spanne einer Summe ist enger als die Summe der Spannen und weiter, als wenn die Fehler unabhängig wären: Wie sehr sie zusammenhängen, wurde beim Training gemessen.',
  },
};
