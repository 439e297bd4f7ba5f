export const warnings = {
  care: 'Diese Prognose ist mit Vorsicht zu nehmen',
  short: {
    unfamiliar_text: 'ungewohnter Text',
    read_as: 'als anderes Wort gelesen',
    price_out_of_range: 'ungewohnter Preis',
    history_out_of_range: 'ungewohnte Verkäufe',
    unknown_weeks: 'unbekannte Wochen',
    price_effect_unknown: 'Preiswirkung unbekannt',
    unfamiliar_promotion: 'ungewohnte Aktion',
    promotion_effect_unknown: 'Aktionswirkung unbekannt',
    depth_effect_unknown: 'Wirkung der Rabatthöhe unbekannt',
    unseen_category: 'unbekannte Kategorie',
    season_unknown: 'Saison unbekannt',
    far_ahead: 'weit voraus',
    past_date: 'schon vorbei',
    unknown_sku: 'unbekannte Nummer',
    text_truncated: 'Text gekürzt',
    not_read: 'nicht gelesen',
    analog_unused: 'Auswahl nicht verwendet',
    other_shop: 'aus anderem Shop',
  },
  other_shop:
    'Das Modell {{model}} wurde mit einem anderen Shop trainiert: Nur {{share}} seiner Produkte sind im Sortiment. Trainieren Sie eines mit Ihren eigenen Verkäufen, oder wählen Sie ein passendes.',
  text_truncated:
    'Nur die ersten {{characters}} von {{length}} Zeichen wurden gelesen; das Wichtigste gehört nach vorn.',
  unfamiliar_text:
    'Kein bekanntes Produkt liest sich so (Ähnlichkeit zum nächsten {{similarity}}, üblich mindestens {{usual}}).',
  read_as: 'Kein bekannter Produkttext enthält „{{word}}“: Es wurde als „{{read}}“ gelesen.',
  price_below: 'Der Preis {{price}} liegt unter fast allen Preisen, die das Modell kennt.',
  price_above: 'Der Preis {{price}} liegt über fast allen Preisen, die das Modell kennt.',
  history_out_of_range:
    'Davon wurden {{units}} Stück je Woche verkauft, mehr als von fast allen Produkten, die das Modell kennt (bis {{usual}}).',
  unknown_week: 'Was in der Woche vom {{week}} verkauft wurde, ist nicht bekannt; eine Null hieße: nichts.',
  unknown_weeks:
    'Was in {{weeks}} der letzten {{of}} Wochen verkauft wurde, etwa in der vom {{week}}, ist nicht bekannt; eine Null hieße: nichts.',
  price_without_reference:
    'Der Preis ändert hier nichts: In den bisherigen Verkäufen steht kein Preis zum Vergleich.',
  price_few_changes:
    'Der Preis ändert hier nichts: Bisherige Preisänderungen sagen zu wenig (Änderungen: {{changes}}; Produkte: {{products}}).',
  price_few_products:
    'Der Preis ändert hier nichts: Die Verkäufe von Produkten neben teureren und billigeren sagen zu wenig (Produkte: {{products}}).',
  unfamiliar_promotion:
    'Keine Aktion, die das Modell kennt, liest sich so (Ähnlichkeit zur nächsten {{similarity}}, üblich mindestens {{usual}}): Ihre Wirkung wird kleiner angesetzt.',
  unlike_promotions:
    'Keine Aktion, die das Modell kennt, liest sich so (Ähnlichkeit zur nächsten {{similarity}}, üblich mindestens {{usual}}): Sie ändert nichts.',
  promotion_effect_unknown:
    'Wie viel mehr eine Aktion verkauft, ist hier nicht bekannt und zählt kaum: Bisherige Aktionen sagen zu wenig (Anfänge und Enden: {{changes}}; Produkte: {{products}}).',
  depth_effect_unknown:
    'Was ein höherer Rabatt bewirkt, ist hier nicht bekannt, und jeder Prozentsatz zählt gleich: Bisherige Aktionen sagen zu wenig (Wechsel der Höhe: {{changes}}; Produkte: {{products}}).',
  unseen_category:
    '{{column}}: „{{unseen}}“ kam im Training nicht vor oder zu selten, um für sich zu zählen; er zählt als unbekannt. Bekannt sind: {{levels}}.',
  season_unknown:
    'Vor einem Jahr verkaufte der Laden in diesen Wochen {{times}}-mal so viel wie in den acht davor. Das Modell wurde mit weniger als anderthalb Jahren trainiert und weiß davon nichts.',
  far_ahead: 'Die erste Woche der Prognose liegt {{weeks}} Wochen nach der letzten bekannten.',
  past_date:
    'Die erste Woche der Prognose, {{first}}, ist schon vorbei: Verkäufe sind bis zur Woche vom {{last}} bekannt.',
  unknown_sku: 'Das Sortiment hat kein Produkt {{sku}}: Es wird als neues prognostiziert.',
  promotion_not_read: 'Dieses Modell wurde ohne Aktionstexte trainiert; der angegebene ändert nichts.',
  field_not_read: 'Dieses Modell rechnet nur mit Text und Merkmalen; {{field}} ändert nichts.',
  analog_unknown: 'Der Shop dieses Modells kennt kein Produkt {{sku}}: Es ändert nichts.',
  analog_not_sold:
    '{{sku}} wurde vor der ersten Prognosewoche nicht verkauft oder ist das Produkt selbst: Es ändert nichts.',
  analogs_not_read: 'Diese Prognose sucht keine ähnlichen Produkte: Die Auswahl ändert nichts.',
};
