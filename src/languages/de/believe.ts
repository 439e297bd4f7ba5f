export const believe = {
  task: { NEW: 'neuen Produkten', KNOWN: 'bekannten Produkten', YOUNG: 'jungen Produkten' },
  backtest:
    'Bei {{task}} lag dieses Modell in der Rückprüfung um {{error}} der verkauften Stück daneben; die beste einfache Methode, <method>{{method}}</method>, um {{simple}}.',
  backtestAlone:
    'Bei {{task}} lag dieses Modell in der Rückprüfung um {{error}} der verkauften Stück daneben.',
  on: 'Grundlage: {{tested}}.',
  onWeeks: 'Grundlage: {{tested}}, {{weeks}}.',
  few: 'Bei so wenigen entscheidet viel der Zufall: Verlassen Sie sich nicht auf diese Zahl.',
  untested: 'Wie gut dieses Modell bei {{task}} ist, wurde nicht geprüft.',
  actual_one:
    'In der zuletzt abgeschlossenen Woche lag es um {{error}} daneben, eine einfache Methode um {{simple}}.',
  actual_other:
    'In den letzten {{count}} abgeschlossenen Wochen lag es um {{error}} daneben, eine einfache Methode um {{simple}}.',
  beaten:
    'Eine einfache Methode ist hier besser: Sehen Sie zweimal hin, bevor Sie sich nach dieser Prognose richten.',
};
