export const models = {
  title: 'Modelle und Zustand',
  note: 'Das aktive Modell beantwortet jede Prognose, die keines nennt. <sales>Eines mit eigenen Verkäufen trainieren</sales>',
  none: 'Es ist kein Modell vorhanden. Trainieren Sie eines mit eigenen Verkäufen.',
  label: 'Modell {{name}}',
  active: 'aktiv',
  refused: 'abgelehnt',
  activate: 'Aktivieren',
  dialog: {
    title: '{{title}} aktivieren?',
    note: 'Von da an beantwortet es jede Prognose, die kein Modell nennt. Laufende Anfragen enden mit dem Modell, mit dem sie begannen.',
    busy: 'Wird aktiviert …',
    keep: 'Nichts ändern',
  },
  card: {
    name: 'Name',
    forecasts: 'Prognostiziert',
    oneFigure: 'eine Zahl je Zeile',
    learned: 'Gelernt aus',
    sales: 'Verkäufe von',
    noDates: 'ohne Datum',
    data: 'Daten: {{source}}.',
    licence: 'Lizenz: {{licence}}.',
    catalog: 'das Sortiment',
    noFigures: 'Dieses Modell bringt keine Zahlen einer Rückprüfung mit.',
    backtest: 'Rückprüfung',
  },
  health: {
    title: 'Server',
    loading: 'Zustand des Servers wird geladen',
    ready: 'bereit',
    notReady: 'nicht bereit',
    version: 'Version {{version}}',
    runsOn: 'Läuft auf',
    runsOnIs:
      'Der Prozessor (CPU) oder eine Grafikkarte (CUDA), und die Genauigkeit der Zahlen des Encoders: int8 sind ganze Zahlen, klein und schnell; fp32 und fp16 haben Nachkommastellen.',
    throughput: 'Durchsatz',
    throughputIs:
      'In der letzten Minute. Eine Prognose ist ein Lauf des Modells über ein Produkt, die Läufe für die Gründe mitgezählt; ein Text wird einmal gelesen und kommt dann aus dem Zwischenspeicher.',
    forecasts: '{{rate}} Prognosen/s',
    texts: '{{rate}} Texte/s gelesen',
    under: 'unter {{rate}}',
    queue: 'Warteschlange',
    queueIs:
      'Texte, die gerade auf den Encoder warten. Ist sie voll, werden Anfragen abgewiesen, bis sie kürzer ist.',
    textCount_one: '{{count}} Text',
    textCount_other: '{{count}} Texte',
    cache: 'Zwischenspeicher',
    cacheIs: 'Schon gesehene Texte brauchen keinen Encoder: Ihre Vektoren bleiben da.',
    found: '{{share}} gefunden',
    off: 'aus',
    kept_one: '{{count}} Text behalten',
    kept_other: '{{count}} Texte behalten',
    processes: 'Prozesse',
    processesIs:
      'Der Encoder läuft in eigenen Prozessen; stirbt einer, wird er neu gestartet und seine Arbeit wiederholt.',
    running: '{{running}} von {{wanted}}',
    failing_one: '{{count}} startet nicht; das Protokoll sagt, warum',
    failing_other: '{{count}} starten nicht; das Protokoll sagt, warum',
    restarts_one: '{{count}} Neustart',
    restarts_other: '{{count}} Neustarts',
    device: 'Gewünschtes Gerät: {{device}}.',
  },
  good: {
    title: 'Wie gut waren wir?',
    loading: 'Güte der Prognosen wird geladen',
    compared_one: '{{count}} Woche verglichen, die vom {{week}}',
    compared_other: '{{count}} Wochen verglichen, bis zu der vom {{week}}',
    whose: 'Die Prognosen, die hier verglichen werden, sind von {{models}}.',
    ofWeeks_one: '{{model}} ({{count}} Woche)',
    ofWeeks_other: '{{model}} ({{count}} Wochen)',
    notYet:
      '{{model}} antwortet jetzt; beurteilt wird es, sobald die nächste Woche abgeschlossen ist, die es prognostiziert.',
    forecasts: 'Prognosen',
    forecastsIs: 'Was das Modell prognostizierte, bevor die Wochen begannen.',
    label: '{{task}}, prognostiziert und verkauft',
    state: {
      'worse than a simple method': 'schlechter als eine einfache Methode',
      'worse than the backtest': 'schlechter als in der Rückprüfung',
      stale: 'veraltet',
      'as expected': 'wie erwartet',
      unknown: 'noch nicht bekannt',
    },
    says: {
      'worse than a simple method':
        'In den letzten abgeschlossenen Wochen war eine einfache Methode besser als das Modell: Trainieren Sie es neu, und halten Sie sich bis dahin an die einfache Methode.',
      'worse than the backtest':
        'In den letzten abgeschlossenen Wochen war das Modell schlechter als in seiner Rückprüfung: Sehen Sie nach, was sich im Shop geändert hat, und trainieren Sie es neu.',
      stale: 'Der Shop ist nicht mehr der, mit dem das Modell trainiert wurde: Trainieren Sie es neu.',
      unknown:
        'Noch ist zu wenig bekannt: Prognosen werden mit den Verkäufen verglichen, sobald Wochen abgeschlossen sind.',
      tested: 'In den letzten abgeschlossenen Wochen war das Modell so gut wie in seiner Rückprüfung.',
      untested:
        'Keine einfache Methode ist nachweislich besser als das Modell; mit seiner Rückprüfung ließ es sich nicht vergleichen.',
      behind:
        'Eine einfache Methode hatte einen kleineren Fehler, wenn auch nur knapp oder nicht gesichert: {{where}}.',
      behindTask: '{{task}} um {{difference}}',
    },
    notTested: 'Nicht alles ließ sich mit der Rückprüfung des Modells vergleichen.',
    drift: {
      unfamiliar_text: 'ungewohnte Texte',
      unfamiliar_textIs:
        'Bezeichnungen, die den bekannten Produkten weniger ähneln als fast alle zur Zeit des Trainings.',
      price_out_of_range: 'ungewohnte Preise',
      price_out_of_rangeIs:
        'Preise außerhalb des Bereichs, in dem fast alle lagen, mit denen das Modell trainiert wurde.',
      history_out_of_range: 'ungewohnte Verkäufe',
      history_out_of_rangeIs: 'Produkte, die mehr verkaufen als fast alle zur Zeit des Trainings.',
      new_products: 'Anteil neuer Produkte',
      new_productsIs:
        'Anteil an den Stück der letzten abgeschlossenen Woche, den Produkte haben, die das Training nicht kannte.',
      training: '{{share}} im Training',
    },
  },
  step: {
    foreign: 'Die Prognosen kommen vom Modell {{active}}, das mit einem anderen Shop trainiert wurde.',
    collect_weeks:
      '{{foreign}} Ein Modell aus Ihren eigenen Verkäufen braucht {{needed}} abgeschlossene Wochen; bisher sind es {{weeks}}.',
    train: '{{foreign}} Ihre Verkäufe reichen, um ein eigenes Modell zu trainieren.',
    training: '{{foreign}} Ein Modell aus Ihren eigenen Verkäufen wird gerade trainiert.',
    activate: '{{foreign}} {{model}}, trainiert mit Ihren eigenen Verkäufen, ist bereit.',
    look: '{{foreign}} {{model}} wurde mit Ihren eigenen Verkäufen trainiert, war in den verglichenen Wochen aber schlechter.',
    empty:
      'In der Woche vom {{week}} hat sich kein Produkt verkauft, sonst sind es {{usual}}. War der Laden nicht geschlossen, spielen Sie die Verkäufe ein.',
    thin_one:
      'In der Woche vom {{week}} hat sich nur {{count}} Produkt verkauft, sonst sind es {{usual}}. Fehlen Verkäufe, spielen Sie sie ein: Bis dahin gelten die anderen als nicht verkauft.',
    thin_other:
      'In der Woche vom {{week}} haben sich nur {{count}} Produkte verkauft, sonst sind es {{usual}}. Fehlen Verkäufe, spielen Sie sie ein: Bis dahin gelten die anderen als nicht verkauft.',
    link: {
      collect_weeks: 'Verkäufe einspielen',
      train: 'Ein Modell trainieren',
      training: 'Den Fortschritt ansehen',
      activate: '{{model}} aktivieren',
      look: 'Die beiden vergleichen',
    },
  },
  compared: {
    unseen_one:
      'Die letzte Woche, mit der {{champion}} trainiert wurde, hat das neue Modell nicht gesehen: Nehmen Sie es nur, wenn sie nicht zählen soll.',
    unseen_other:
      'Die letzten {{count}} Wochen, mit denen {{champion}} trainiert wurde, hat das neue Modell nicht gesehen: Nehmen Sie es nur, wenn sie nicht zählen sollen.',
    not: 'Die beiden Modelle werden nicht verglichen.',
    nothingSold: 'Die beiden Modelle werden nicht verglichen: In den geprüften Wochen wurde nichts verkauft.',
    same: 'Der Wochenfehler des neuen Modells ist der von {{champion}}',
    lower: 'Der Wochenfehler des neuen Modells ist um {{difference}} kleiner als der von {{champion}}',
    higher: 'Der Wochenfehler des neuen Modells ist um {{difference}} größer als der von {{champion}}',
    interval: '95-%-Intervall {{low}} bis {{high}}',
    noInterval: 'zu wenige Produkte für ein Intervall',
    on: '{{apart}} ({{interval}}), bei {{products}} Produkten und {{weeks}} Wochen, mit denen keines trainiert wurde.',
  },
};
