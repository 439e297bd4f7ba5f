export const verdict = {
  on: {
    NEW: '新品',
    KNOWN: '老品',
    YOUNG: '次新品',
    TABLE: '{{target}}',
    target: '目标值',
    promotions: '促销周',
  },
  versus: {
    instead: '{{figure}} 分别为 {{a}} 和 {{b}}',
    same: '两者 {{figure}} 均为 {{a}}',
  },
  interval: '{{low}} 至 {{high}}',
  noInterval: '未知',
  tooLittleRows: '只有 {{rows}} 行，下结论需要 {{needed}} 行',
  tooLittle_other: '只有 {{count}} 个商品、{{weeks}} 周，下结论需要 {{needed}} 个商品和 {{neededWeeks}} 周',
  headline: {
    beaten: '简单方法确实优于模型：{{list}}。',
    beatenBy: '{{method}}（{{on}}）',
    nothing: '这里无法比较有文字和无文字的预测。',
    unknown: '商品或周数太少，无法判断文字是否有用。',
    no: '文字在此没有帮助：{{rest}}',
    yes: '文字对{{list}}有帮助',
    harm: '对{{list}}有害',
    same: '对{{list}}没有差别',
    tooLittle: '对{{list}}无法判断',
  },
  words: {
    better: '文字对{{on}}有帮助：看与不看文字，{{versus}}，统计上可以确定（差值的 95% 区间 {{interval}}）。',
    worse: '文字对{{on}}有害：看与不看文字，{{versus}}，统计上可以确定（差值的 95% 区间 {{interval}}）。',
    no_difference: '对{{on}}，看与不看文字没有可以确定的差别：{{versus}}（差值的 95% 区间 {{interval}}）。',
    noPart: '文字不参与对{{on}}的预测，看与不看文字结果完全相同：{{versus}}。',
    unknown: '无法判断文字对{{on}}的价值：{{little}}。',
    shuffledAsWell:
      '文字对{{on}}没有带来提升：看与不看文字，{{versus}}，但把描述在商品间打乱后也是 {{shuffled}}。',
    gain: '把描述在商品间打乱后，{{on}}的误差为 {{shuffled}}：提升确实来自文字。',
  },
  simple: {
    better: '对{{on}}，看文字的模型优于最好的简单方法“{{method}}”：{{versus}}，统计上可以确定。',
    worse: '对{{on}}，简单方法“{{method}}”优于看文字的模型：{{versus}}，统计上可以确定。',
    no_difference: '对{{on}}，不能确定看文字的模型优于简单方法“{{method}}”：{{versus}}。',
    unknown: '对{{on}}，无法区分看文字的模型和最好的简单方法“{{method}}”（{{versus}}）：{{little}}。',
  },
  promotions: {
    better:
      '在有促销文案的周，文案有帮助：看与不看文案，{{versus}}，统计上可以确定（差值的 95% 区间 {{interval}}）。',
    worse:
      '在有促销文案的周，文案有害：看与不看文案，{{versus}}，统计上可以确定（差值的 95% 区间 {{interval}}）。',
    no_difference:
      '在有促销文案的周，文案没有带来可以确定的差别：看与不看文案，{{versus}}（差值的 95% 区间 {{interval}}）。',
    unknown: '无法判断促销文案的价值：{{little}}。',
    counts: '把每次促销的文案随机换成其他文案，则为 {{shuffled}}：起作用的是文案内容，而不只是有促销。',
    mayNot: '把每次促销的文案随机换成其他文案，则为 {{shuffled}}：也许只是“有促销”在起作用。',
  },
};
