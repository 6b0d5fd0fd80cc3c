// What people choose together: what was found of it, and how sure that is. docs/histories.md says what the figures mean.
import { count, el, percent } from '../dom.js';
import { bar, facts } from './parts.js';

/** The card of what people choose together. */
export function choicesCard(choices) {
  return el('section', { class: 'card', 'aria-labelledby': 'choices-title' },
    el('h2', { id: 'choices-title' }, 'What people choose together'),
    ...(choices.fitted && choices.judged ? found(choices) : [el('p', {}, lackOf(choices))]));
}

function lackOf(choices) {
  const number = (value) => value.toLocaleString('en');
  if (choices.fitted) {
    return `Too few histories to tell: ${count(choices.judgedPeople, 'person', 'people')} with five likes or more; `
      + `${number(choices.neededPeople)} are needed.`;
  }
  return choices.recorded < choices.neededChoices
    ? `Too few choices to tell: ${number(choices.recorded)} are recorded; ${number(choices.neededChoices)} are needed.`
    : `Nothing was learned yet from the ${count(choices.recorded, 'choice')} recorded.`;
}

function found(choices) {
  const gain = `${choices.gain < 0 ? '−' : '+'}${Math.abs(choices.gain).toFixed(3)} ± ${choices.gainMargin.toFixed(3)}`;
  return [
    el('p', {}, choices.used
      ? 'They count beside looks, with the weight that best predicted what people here liked next.'
      : lackOfUse(choices)),
    el('figure', { class: 'gain' },
      el('figcaption', {}, `How many of the latest likes of ${count(choices.judgedPeople, 'person', 'people')}, left out, `
        + 'are among the first ten recommended:'),
      el('dl', { class: 'figures' },
        el('div', {}, el('dt', {}, 'By looks'), el('dd', {}, bar(choices.hitRateByLooks), value(choices.hitRateByLooks))),
        el('div', {}, el('dt', {}, 'By both'), el('dd', {}, bar(choices.hitRateByBoth), value(choices.hitRateByBoth))))),
    facts([
      ['People', `${choices.people.toLocaleString('en')}, with ${count(choices.choices, 'choice')}`],
      ['Gain', `${gain} in the mean of 1 / log2(rank + 2), 95 % interval`],
      ['They count', choices.used
        ? choices.weights.map(({ likes, weight }) => `${percent(weight)} from ${count(likes, 'like')} on`).join(', ')
        : null],
      ['Looks predict', choices.used ? `${percent(choices.explainedByLooks)} of them` : null],
      ['How sure', choices.used
        ? 'In an equal mix of pictures that people liked next and random ones, the share of likes among those with such a score.'
        : null],
    ]),
  ];
}

const lackOfUse = ({ weights }) => (weights.some(({ weight }) => weight > 0)
  ? 'They were learned for another space; lists go by looks until the library is prepared again.'
  : 'They are not surely better than looks alone, so lists go by looks.');

const value = (share) => el('span', { class: 'number' }, percent(share));
