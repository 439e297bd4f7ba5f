export const believe = {
  task: { NEW: '新品', KNOWN: '老品', YOUNG: '次新品' },
  backtest:
    '回测时，该模型对{{task}}的偏离为销量的 {{error}}；最好的简单方法“<method>{{method}}</method>”为 {{simple}}。',
  backtestAlone: '回测时，该模型对{{task}}的偏离为销量的 {{error}}。',
  on: '依据：{{tested}}。',
  onWeeks: '依据：{{tested}}，{{weeks}}。',
  few: '数据太少，偶然因素很大：请勿依赖这个数字。',
  untested: '该模型对{{task}}的准确度尚未检验。',
  actual_other: '最近 {{count}} 个结束的周，它偏离 {{error}}，简单方法偏离 {{simple}}。',
  beaten: '在此简单方法更准：采用这个预测前请三思。',
};
