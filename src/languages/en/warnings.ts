/** Where a model is out of its depth. */
export const warnings = {
  care: 'Take this forecast with care',
  short: {
    unfamiliar_text: 'unfamiliar text',
    read_as: 'read as another word',
    price_out_of_range: 'unusual price',
    history_out_of_range: 'unusual sales',
    unknown_weeks: 'unknown weeks',
    price_effect_unknown: 'price effect unknown',
    unfamiliar_promotion: 'unfamiliar promotion',
    promotion_effect_unknown: 'promotion effect unknown',
    depth_effect_unknown: 'effect of the depth unknown',
    unseen_category: 'unknown category',
    season_unknown: 'season unknown',
    far_ahead: 'far ahead',
    past_date: 'in the past',
    unknown_sku: 'unknown code',
    text_truncated: 'text cut',
    not_read: 'not read',
    analog_unused: 'pick not used',
    other_shop: 'of another shop',
  },
  other_shop:
    'The model {{model}} was trained on another shop: the catalog has {{share}} of its products. Train one on your own sales, or choose one that was.',
  text_truncated: 'Only the first {{characters}} of {{length}} characters were read; put what matters first.',
  unfamiliar_text: 'No known product reads like this (nearest {{similarity}}, usual at least {{usual}}).',
  read_as: 'No known product’s text has “{{word}}”: it was read as “{{read}}”.',
  price_below: 'The price {{price}} lies below nearly all prices that the model has seen.',
  price_above: 'The price {{price}} lies above nearly all prices that the model has seen.',
  history_out_of_range:
    'It sold {{units}} units a week, above nearly all sales that the model has seen (up to {{usual}}).',
  unknown_week: 'It is not known what was sold in the week of {{week}}; a zero says that nothing was.',
  unknown_weeks:
    'It is not known what was sold in {{weeks}} of the last {{of}} weeks, such as that of {{week}}; a zero says that nothing was.',
  price_without_reference:
    'The price changes nothing here: the product’s history has no price to compare this one with.',
  price_few_changes:
    'The price changes nothing here: past price changes tell too little (changes: {{changes}}; products: {{products}}).',
  price_few_products:
    'The price changes nothing here: what products sold beside dearer and cheaper ones tells too little (products: {{products}}).',
  unfamiliar_promotion:
    'No promotion that the model has seen reads like this (nearest {{similarity}}, usual at least {{usual}}): its effect is taken for smaller.',
  unlike_promotions:
    'No promotion that the model has seen reads like this (nearest {{similarity}}, usual at least {{usual}}): it changes nothing.',
  promotion_effect_unknown:
    'How much more sells for being promoted is not known here, and hardly counted: past promotions tell too little (beginnings and ends: {{changes}}; products: {{products}}).',
  depth_effect_unknown:
    'What a deeper promotion does is not known here, and every percentage counts alike: past promotions tell too little (changes of depth: {{changes}}; products: {{products}}).',
  unseen_category:
    '{{column}}: “{{unseen}}” was not in the training, or too rare there to count by itself: it counts as unknown. Known are: {{levels}}.',
  season_unknown:
    'A year ago the shop’s products sold {{times}} times as much in these weeks as in the eight before. The model was trained on less than a year and a half, and does not know of it.',
  far_ahead: 'The first week forecast lies {{weeks}} weeks after the last one known.',
  past_date: 'The first week forecast, {{first}}, has passed: sales are known up to the week of {{last}}.',
  unknown_sku: 'The catalog has no product {{sku}}: it is forecast as a new one.',
  promotion_not_read: 'This model was trained without promotion texts; the one given changes nothing.',
  field_not_read: 'This model forecasts from text and features alone; {{field}} changes nothing.',
  analog_unknown: 'The shop of this model has no product {{sku}}: it changes nothing.',
  analog_not_sold:
    '{{sku}} sold nothing before the first week forecast, or is the product itself: it changes nothing.',
  analogs_not_read: 'This forecast looks no similar products up: those chosen change nothing.',
} as const;
