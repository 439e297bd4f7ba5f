/** What stands around every view. */
export const frame = {
  skip: 'Skip to content',
  views: 'Views',
  language: 'Language',
  promise: 'Forecasts are ranges, not promises.',
  documentation: 'API documentation',
  offline: 'You are offline. What you typed stays; the forecast follows when the connection is back.',
  title: {
    new: 'New product',
    whatif: 'What if',
    catalog: 'Catalog',
    sales: 'Your sales',
    evaluation: 'Does text help?',
    models: 'Models and health',
  },
  theme: {
    system: 'system',
    light: 'light',
    dark: 'dark',
    is: 'Theme: {{theme}}',
    change: 'Theme: {{theme}}. Change to {{next}}.',
  },
  loading: 'Loading the view',
  notLoaded:
    'This part of the page did not load: the server may be newer than the page, or the connection is down.',
  reload: 'Load the page again',
  earlier: 'Previous',
  later: 'Next',
  rows: '{{first}} to {{last}} of {{total}}',
} as const;
