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
    beaten: 'Eine einfache Methode ist sicher besser als das Modell: {{list}}.',
    beatenBy: '{{method}} {{on}}',
    nothing: 'Hier ließen sich Prognosen mit und ohne Text nicht vergleichen.',
    unknown: 'Zu wenige Produkte oder Wochen, um zu sagen, ob Text hilft.',
    no: 'Text hilft hier nicht: {{rest}}',
    yes: 'Text hilft {{list}}',
    harm: 'er schadet {{list}}',
    same: 'kein Unterschied {{list}}',
    tooLittle: 'zu wenig, um es zu sagen, {{list}}',
  },
  words: {
    better: 'Text hilft {{on}}: {{versus}}, sicher (95-%-Intervall des Unterschieds {{interval}}).',
    worse: 'Text schadet {{on}}: {{versus}}, sicher (95-%-Intervall {{interval}}).',
    no_difference:
      'Kein sicherer Unterschied mit und ohne Text {{on}}: {{versus}} (95-%-Intervall {{interval}}).',
    unknown: 'Zu wenig, um zu sagen, was Text {{on}} wert ist: {{little}}.',
    shuffledAsWell:
      'Kein Gewinn durch die Wörter {{on}}: {{versus}}, aber mit zwischen den Produkten vertauschten Bezeichnungen sind es auch {{shuffled}}.',
    gain: 'Mit zwischen den Produkten vertauschten Bezeichnungen ist der Fehler {{on}} {{shuffled}}: Der Gewinn kommt von den Wörtern.',
  },
  simple: {
    better:
      'Das Modell mit Wörtern schlägt {{on}} die beste einfache Methode, {{method}}: {{versus}}, sicher.',
    worse: 'Eine einfache Methode, {{method}}, schlägt {{on}} das Modell mit Wörtern: {{versus}}, sicher.',
    no_difference:
      'Das Modell mit Wörtern ist {{on}} nicht sicher besser als eine einfache Methode, {{method}}: {{versus}}.',
    unknown:
      'Zu wenig, um das Modell mit Wörtern {{on}} von der besten einfachen Methode, {{method}}, zu unterscheiden ({{versus}}): {{little}}.',
  },
  promotions: {
    better:
      'Aktionstexte helfen in den Wochen, die einen haben: {{versus}}, sicher (95-%-Intervall des Unterschieds {{interval}}).',
    worse:
      'Aktionstexte schaden in den Wochen, die einen haben: {{versus}}, sicher (95-%-Intervall des Unterschieds {{interval}}).',
    no_difference:
      'Aktionstexte machen in den Wochen, die einen haben, keinen sicheren Unterschied: {{versus}} ohne sie (95-%-Intervall des Unterschieds {{interval}}).',
    unknown: 'Zu wenig, um zu sagen, was Aktionstexte wert sind: {{little}}.',
    counts:
      'Zieht man den Text jeder Aktion zufällig aus allen, sind es {{shuffled}}: Es zählt, was darin steht, nicht nur, dass es eine Aktion gibt.',
    mayNot:
      'Zieht man den Text jeder Aktion zufällig aus allen, sind es {{shuffled}}: Vielleicht zählt nur, dass es eine Aktion gibt.',
  },
};
