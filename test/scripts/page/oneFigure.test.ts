import { contradictions } from '../../../scripts/page/oneFigure';

test.each(['onnx/demo-shop', 'onnx/online-retail'])(
  'no sentence contradicts its chart in 420 new products of %s',
  async (model) => {
    const counts = await contradictions(model);
    expect(counts['sentence and lines differ']).toBe(0);
    expect(counts['line and headline differ']).toBe(0);
  },
);
