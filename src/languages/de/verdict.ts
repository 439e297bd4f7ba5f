export const verdict = {
  on: {
    NEW: 'bei neuen Produkten',
    KNOWN: 'bei bekannten Produkten',
    YOUNG: 'bei jungen Produkten',
    TABLE: 'für {{target}}',
    target: 'die Zielgröße',
    promotions: 'in Wochen mit Aktion',
  },
  versus: {
    instead: '{{figure}} {{a}} statt {{b}}',
    same: '{{figure}} beide Male {{a}}',
  },
  interval: '{{low}} bis {{high}}',
  noInterval: 'nicht bekannt',
  tooLittleRows: '{{rows}} Zeilen, für ein Urteil braucht es {{needed}}',
  tooLittle_one:
    '{{count}} Produkt in {{weeks}} Wochen, für ein Urteil braucht es {{needed}} Produkte und {{neededWeeks}} Wochen',
  tooLittle_other:
    '{{count}} Produkte in {{weeks}} Wochen, für ein Urteil braucht es {{needed}} Produkte und {{neededWeeks}} Wochen',
  headline: {
    beaten: 'Eine einfache Methode ist nachweislich besser als das Modell: {{list}}.',
    beatenBy: '{{method}} {{on}}',
    nothing: 'Hier ließen sich Prognosen mit und ohne Text nicht vergleichen.',
    unknown: 'Zu wenige Produkte oder Wochen, um zu sagen, ob Text hilft.',
    no: 'Text hilft hier nicht: {{rest}}',
    yes: 'Text hilft {{list}}',
    harm: 'er schadet {{list}}',
    same: 'kein nachweisbarer Unterschied {{list}}',
    tooLittle: 'zu wenige Daten für ein Urteil {{list}}',
  },
  words: {
    better:
      'Text hilft {{on}}: {{versus}}; das ist statistisch gesichert (95-%-Intervall des Unterschieds {{interval}}).',
    worse:
      'Text schadet {{on}}: {{versus}}; das ist statistisch gesichert (95-%-Intervall des Unterschieds {{interval}}).',
    no_difference:
      'Mit und ohne Text besteht {{on}} kein gesicherter Unterschied: {{versus}} (95-%-Intervall des Unterschieds {{interval}}).',
    noPart:
      'Text hat {{on}} keinen Anteil an den Prognosen, die mit ihm und ohne ihn gleich sind: {{versus}}.',
    unknown: 'Was Text {{on}} wert ist, lässt sich nicht sagen: {{little}}.',
    shuffledAsWell:
      'Der Text bringt {{on}} keinen Gewinn: {{versus}}, doch vertauscht man die Bezeichnungen unter den Produkten, ist der Wert ebenfalls {{shuffled}}.',
    gain: 'Vertauscht man die Bezeichnungen unter den Produkten, ist der Fehler {{on}} {{shuffled}}: Der Gewinn kommt aus dem Text.',
  },
  simple: {
    better:
      'Das Modell mit Text ist {{on}} besser als die beste einfache Methode, {{method}}: {{versus}}; das ist statistisch gesichert.',
    worse:
      'Eine einfache Methode, {{method}}, ist {{on}} besser als das Modell mit Text: {{versus}}; das ist statistisch gesichert.',
    no_difference:
      'Das Modell mit Text ist {{on}} nicht nachweislich besser als eine einfache Methode, {{method}}: {{versus}}.',
    unknown:
      'Ob das Modell mit Text {{on}} besser ist als die beste einfache Methode, {{method}} ({{versus}}), lässt sich nicht sagen: {{little}}.',
  },
  promotions: {
    better:
      'Aktionstexte helfen in den Wochen, die einen haben: {{versus}}; das ist statistisch gesichert (95-%-Intervall des Unterschieds {{interval}}).',
    worse:
      'Aktionstexte schaden in den Wochen, die einen haben: {{versus}}; das ist statistisch gesichert (95-%-Intervall des Unterschieds {{interval}}).',
    no_difference:
      'Aktionstexte machen in den Wochen, die einen haben, keinen gesicherten Unterschied: {{versus}} ohne sie (95-%-Intervall des Unterschieds {{interval}}).',
    unknown: 'Was Aktionstexte wert sind, lässt sich nicht sagen: {{little}}.',
    counts:
      'Bekommt jede Aktion einen zufälligen der Texte, ist der Wert {{shuffled}}: Es zählt, was darin steht, nicht nur, dass es eine Aktion gibt.',
    mayNot:
      'Bekommt jede Aktion einen zufälligen der Texte, ist der Wert {{shuffled}}: Vielleicht zählt nur, dass es eine Aktion gibt.',
  },
};
