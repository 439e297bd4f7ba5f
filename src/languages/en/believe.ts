/** How far a forecast may be believed. */
export const believe = {
  task: { NEW: 'new products', KNOWN: 'known products', YOUNG: 'young products' },
  backtest:
    'On {{task}} this model was off by {{error}} of the units sold when it was tested; the best simple method, <method>{{method}}</method>, by {{simple}}.',
  backtestAlone: 'On {{task}} this model was off by {{error}} of the units sold when it was tested.',
  on: 'That rests on {{tested}}.',
  onWeeks: 'That rests on {{tested}} and {{weeks}}.',
  few: 'So few leave much to chance: do not rely on this figure.',
  untested: 'How good this model is on {{task}} has not been tested.',
  actual_one: 'In the week that closed last it was off by {{error}}, a simple method by {{simple}}.',
  actual_other: 'In the last {{count}} closed weeks it was off by {{error}}, a simple method by {{simple}}.',
  beaten: 'A simple method does better here: look twice before you go by this forecast.',
} as const;
