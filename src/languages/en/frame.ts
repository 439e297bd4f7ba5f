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
  earlier: 'Earlier',
  later: 'Later',
  rows: '{{first}} to {{last}} of {{total}}',
} as const;
