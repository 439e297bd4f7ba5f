/** The models of an evaluation in plain words, by the names that the report gives them. */
export const MODEL_TERMS: Record<string, string> = {
  'text-aware': 'The model with words and numbers: the one that answers.',
  'numeric-only': 'The same model without a word of text: price, season, past sales.',
  'text-only': 'The same model with the words alone.',
  'shuffled descriptions':
    'The text-aware model, with each product given the description of another: what it gains over this, it gains from the words.',
  'without promotion text': 'The text-aware model with the promotion texts left out.',
  'shuffled promotion texts': 'The text-aware model with each promotion text exchanged for another.',
  'average of the best two': 'The mean of the two models that were best on the earlier half of the dates.',
  'embedding analogs': 'The average sales of the ten products whose texts the encoder finds most alike.',
  'TF-IDF analogs': 'The average sales of the ten products that share the most telling words.',
  'text and price analogs':
    'What the thirty products most alike in words and price sold, those most alike counting most.',
  LSTM: 'A network that reads the past weeks in order.',
  Transformer: 'A network that compares the past weeks with one another.',
  'TF-IDF + ridge': 'A linear formula over the numbers and over which words occur.',
  ridge: 'A linear formula over the numbers.',
  'launch level': 'What recent new products sold in their first weeks.',
  'last value': 'The last week again.',
  'mean of 4 weeks': 'The average of the last four weeks.',
  'seasonal naive': 'The same week of the year before.',
  'exponential smoothing': 'An average in which recent weeks count more.',
  'Croston (SBA)': 'For rare sales: the usual amount over the usual gap between sales.',
  TSB: 'For rare sales: the usual amount times the chance of a sale.',
  'Holt-Winters': 'Level, trend and season of the past, continued.',
  'overall median': 'The middle value of all rows.',
  zeros: 'Nothing is ever sold.',
};

export const ERROR_TERM =
  'WAPE: all misses added up, over all units sold. 0.6 means that the misses come to 60% of the units. Lower is better.';
export const TOTAL_ERROR_TERM =
  'The same for the sum of all weeks, with the average to expect as the forecast.';
export const RANGE_ERROR_TERM =
  'wQL, weighted quantile loss: how far the range was off, over the units sold. Lower is better.';
export const WITHIN_TERM = 'How often the sales lay in the 80% range, in whole units; 80% is right.';
export const BIAS_TERM = 'All forecasts over all sales, less one: plus forecasts too much, minus too little.';

export const TASK_TITLES: Record<string, string> = {
  NEW: 'New products',
  KNOWN: 'Known products',
  YOUNG: 'Young products',
};

export const TASK_TERMS: Record<string, string> = {
  NEW: 'First sold after the day of the forecast: nothing but their sheet was known.',
  KNOWN: 'On sale for more than 8 weeks when they were forecast.',
  YOUNG: 'On sale for 8 weeks at most when they were forecast.',
};
