import { render } from 'preact';
import { App } from './app';
import { choose, wantedLanguage } from './languages/choice';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/forms.css';
import './styles/cards.css';
import './styles/notes.css';
import './styles/verdict.css';
import './styles/tables.css';
import './styles/charts.css';
import './styles/print.css';

void choose(wantedLanguage()).then(() => render(<App />, document.getElementById('app')!));
