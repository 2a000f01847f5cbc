import { makeNicknames, type Nicknames } from './nicknames.ts';
import { makePast, type Past } from './past.ts';
import { makePlan, type Plan, type Wish } from './plan.ts';
import { makePopulation, type Population } from './population.ts';
import { makePosts, type Posts } from './posts.ts';
import { makeTexts, type Texts } from './texts.ts';

/** Everything rows are made from. A row depends on this and its id alone, so rows can be made in any order. */
export interface World {
  plan: Plan;
  population: Population;
  past: Past;
  posts: Posts;
  nicknames: Nicknames;
  texts: Texts;
}

export function makeWorld(wish: Wish): World {
  const plan = makePlan(wish);
  const population = makePopulation(plan);
  return {
    plan,
    population,
    past: makePast(plan, population),
    posts: makePosts(plan, population),
    nicknames: makeNicknames(plan, population),
    texts: makeTexts(plan.seed),
  };
}
