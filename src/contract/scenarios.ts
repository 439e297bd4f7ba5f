import { z } from 'zod';
import { MAX_SCENARIO_ADDRESS, MAX_SCENARIO_NAME } from './limits';

/** Views of the page whose state is in their URL. */
const VIEW = /^(new|whatif)\?/;

const name = z
  .string()
  .max(MAX_SCENARIO_NAME)
  .regex(/\S/, 'must say what the scenario is, not be blank')
  .refine((text) => text !== '.' && text !== '..', 'must be more than dots: a path cannot name it')
  .meta({ description: 'What it is called; keeping another under the same name takes its place' });

export const scenarioRequest = z
  .strictObject({
    name,
    address: z
      .string()
      .max(MAX_SCENARIO_ADDRESS)
      .regex(VIEW, 'must be the part of a page address after `#/`, of the views new and whatif')
      .meta({
        description: 'A product and what is planned for it, as the address of the page has them',
        example: 'whatif?description=Striped+mug&price=8.95',
      }),
  })
  .meta({ id: 'ScenarioRequest' });

const scenario = scenarioRequest
  .extend({ saved: z.iso.datetime().meta({ description: 'When it was kept' }) })
  .meta({ id: 'Scenario' });

export const scenariosResponse = z
  .object({ scenarios: z.array(scenario).meta({ description: 'Latest first' }) })
  .meta({ id: 'Scenarios' });

export type ScenarioRequest = z.infer<typeof scenarioRequest>;
export type Scenario = z.infer<typeof scenario>;
export type ScenariosResponse = z.infer<typeof scenariosResponse>;
