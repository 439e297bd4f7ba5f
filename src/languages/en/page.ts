import { answers } from './answers';
import { believe } from './believe';
import { catalog } from './catalog';
import { columns } from './columns';
import { evaluation } from './evaluation';
import { failure } from './failure';
import { forecast } from './forecast';
import { frame } from './frame';
import { keep } from './keep';
import { models } from './models';
import { order } from './order';
import { sales } from './sales';
import { sheets } from './sheets';
import { warnings } from './warnings';
import { whatif } from './whatif';

/** All that the page says in English, by area. */
export const page = {
  ...answers,
  believe,
  catalog,
  columns,
  evaluation,
  failure,
  forecast,
  frame,
  keep,
  models,
  order,
  sales,
  sheets,
  warnings,
  whatif,
} as const;
