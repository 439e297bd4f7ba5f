/** Whether text helps, in sentences; `{{on}}` is one of `on`, `{{versus}}` one of `versus`. */
export const verdict = {
  on: {
    NEW: 'on new products',
    KNOWN: 'on known products',
    YOUNG: 'on young products',
    TABLE: 'for {{target}}',
    target: 'the target',
    promotions: 'in weeks with a promotion',
  },
  versus: {
    instead: '{{figure}} {{a}} instead of {{b}}',
    same: '{{figure}} {{a}} either way',
  },
  interval: '{{low}} to {{high}}',
  noInterval: 'not known',
  tooLittleRows: '{{rows}} rows, and a verdict takes {{needed}}',
  tooLittle_one:
    '{{count}} product in {{weeks}} weeks, and a verdict takes {{needed}} products and {{neededWeeks}} weeks',
  tooLittle_other:
    '{{count}} products in {{weeks}} weeks, and a verdict takes {{needed}} products and {{neededWeeks}} weeks',
  headline: {
    beaten: 'A simple method is surely better than the model: {{list}}.',
    beatenBy: '{{method}} {{on}}',
    nothing: 'Nothing here could compare forecasts with and without text.',
    unknown: 'Too few products or weeks to tell whether text helps.',
    no: 'Text does not help here: {{rest}}',
    yes: 'Text helps {{list}}',
    harm: 'it does harm {{list}}',
    same: 'no difference {{list}}',
    tooLittle: 'too little to tell {{list}}',
  },
  words: {
    better: 'Text helps {{on}}: {{versus}}, sure (95% interval of the difference {{interval}}).',
    worse: 'Text does harm {{on}}: {{versus}}, sure (95% interval {{interval}}).',
    no_difference: 'No sure difference with and without text {{on}}: {{versus}} (95% interval {{interval}}).',
    noPart:
      'Text has no part in the forecasts {{on}}, which are the same with it and without it: {{versus}}.',
    unknown: 'Too little to tell what text is worth {{on}}: {{little}}.',
    shuffledAsWell:
      'No gain from words {{on}}: {{versus}}, but with descriptions shuffled between products it is {{shuffled}} as well.',
    gain: 'With descriptions shuffled between products the error {{on}} is {{shuffled}}: the gain comes from the words.',
  },
  simple: {
    better: 'The text-aware model beats the best simple method {{on}}, {{method}}: {{versus}}, sure.',
    worse: 'A simple method, {{method}}, beats the text-aware model {{on}}: {{versus}}, sure.',
    no_difference:
      'The text-aware model is not surely better {{on}} than a simple method, {{method}}: {{versus}}.',
    unknown:
      'Too little to tell the text-aware model {{on}} from the best simple method, {{method}} ({{versus}}): {{little}}.',
  },
  promotions: {
    better:
      'Promotion texts help in the weeks that have one: {{versus}}, sure (95% interval of the difference {{interval}}).',
    worse:
      'Promotion texts do harm in the weeks that have one: {{versus}}, sure (95% interval of the difference {{interval}}).',
    no_difference:
      'Promotion texts make no sure difference in the weeks that have one: {{versus}} without them (95% interval of the difference {{interval}}).',
    unknown: 'Too little to tell what promotion texts are worth: {{little}}.',
    counts:
      "With each promotion's text drawn at random from all of them it is {{shuffled}}: what they say counts, not only that there is one.",
    mayNot:
      "With each promotion's text drawn at random from all of them it is {{shuffled}}: that there is a promotion may be all that counts.",
  },
} as const;
