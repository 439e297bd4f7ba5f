/** Explanations of a model's states, in English, for the API and the page. */
export const STATE_SENTENCES = {
  'worse than a simple method':
    'In the last closed weeks a simple method forecast better than the model: train it again, and go by the simple method until then.',
  'worse than the backtest':
    'In the last closed weeks the model forecast worse than it did when it was tested: look what has changed in the shop, and train it again.',
  stale: 'The shop is no longer the one that the model was trained on: train it again.',
  unknown: 'Too little is known yet: forecasts are compared with what was sold as weeks close.',
  tested: 'In the last closed weeks the model forecast as well as it did when it was tested.',
  untested:
    'No simple method is surely better than the model; with how it did when it was tested it could not be compared.',
};
