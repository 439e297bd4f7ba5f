import type { NextStep } from '../../contract/nextStep';

/** What the next step is to whoever sees the page, and the name of the link to where it is taken. */
export function bannerOf(next: NextStep): { text: string; link: string } {
  const { active, model, weeks, weeks_needed, comparison } = next;
  const foreign = `Forecasts come from the model ${active}, which was trained on another shop.`;
  switch (next.step) {
    case 'collect_weeks':
      return {
        text: `${foreign} A model of your own sales takes ${weeks_needed} whole weeks; so far there are ${weeks}.`,
        link: 'Bring in your sales',
      };
    case 'train':
      return {
        text: `${foreign} Your sales are enough to train a model of your own.`,
        link: 'Train a model',
      };
    case 'training':
      return {
        text: `${foreign} A model of your own sales is being trained.`,
        link: 'See how far it is',
      };
    case 'activate':
      return { text: `${foreign} ${model}, trained on your own sales, is ready.`, link: `Activate ${model}` };
    case 'look':
      return {
        text: `${foreign} ${model} was trained on your own sales, but did worse on the weeks compared. ${comparison}`,
        link: 'Compare the two',
      };
  }
}
