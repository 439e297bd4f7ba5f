import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluation, type Evaluation } from '../../../src/contract/evaluation/evaluation';
import { answers as german } from '../../../src/languages/de/answers';
import { ENGLISH } from '../../../src/languages/english';
import { formatsOf } from '../../../src/languages/formats';
import { translatorOf } from '../../../src/languages/translator';
import { answers } from '../../../src/languages/en/answers';
import { answers as chinese } from '../../../src/languages/zh/answers';
import type { Speaker } from '../../../src/languages/speaker';
import type { Words } from '../../../src/languages/words';
import { verdictOfEvaluation } from '../../../src/languages/verdict/verdict';

function speaker(language: 'de' | 'zh', words: Words): Speaker {
  const formats = formatsOf(language);
  const { t, speak } = translatorOf('en', answers, formats.count);
  speak(language, words);
  return { t, formats };
}

const READERS = { German: speaker('de', german), Chinese: speaker('zh', chinese) };

describe.each(['demo-shop', 'online-retail'])('the verdict on %s', (model) => {
  const stored: Evaluation = evaluation.parse(
    JSON.parse(readFileSync(join(__dirname, '../../../onnx', model, 'evaluation.json'), 'utf8')),
  );
  const english = verdictOfEvaluation(ENGLISH, stored);

  it('is from its figures what was written when it was evaluated', () => {
    expect(english.headline).toBe(stored.verdict.headline);
    expect(english.sentences.map(({ task, outcome }) => [task, outcome])).toEqual(
      stored.verdict.sentences.map(({ task, outcome }) => [task, outcome]),
    );
  });

  it('names two equal errors once', () => {
    for (const { text } of english.sentences) expect(text).not.toMatch(/(0\.\d+) instead of \1\b/);
  });

  it.each(Object.entries(READERS))('is said in %s with the same figures, and no English', (_, reader) => {
    const { headline, sentences } = verdictOfEvaluation(reader, stored);
    expect(sentences.map(({ task, outcome }) => [task, outcome])).toEqual(
      english.sentences.map(({ task, outcome }) => [task, outcome]),
    );
    const figures = (text: string) => (text.replaceAll(',', '.').match(/\d\.\d+/g) ?? []).sort();
    sentences.forEach(({ text }, at) => {
      expect(figures(text)).toEqual(figures(english.sentences[at].text));
      expect(text).not.toMatch(/text helps|products|without|sure/);
    });
    expect(headline).not.toMatch(/Text helps|products/);
  });
});
