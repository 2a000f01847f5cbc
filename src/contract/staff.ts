import { z } from 'zod';
import { nothing, procedure } from './procedure.ts';
import { Person } from './session.ts';

export const staff = {
  /** Everyone who has ever had an account of the console, by name. A team is small: at most 500. */
  list: procedure('signed-in')
    .input(nothing)
    .output(z.object({ people: z.array(Person) })),
};
