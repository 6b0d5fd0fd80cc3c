// What the last evaluation found, in words. The figures are those of `kindred evaluate`; docs/evaluation.md says what they mean.
import { count, el, percent } from '../dom.js';
import { bar, moment } from './parts.js';

const numbers = { 1: 'one taste', 2: 'two tastes', 3: 'three tastes' };

const tasks = [
  ['Similar pictures', [
    ['labels.precision@5', (share) => `Of the five most similar pictures, ${percent(share)} have the same label.`],
    ['labels.gain', (gain) => `Learning ${change(gain)} by ${points(gain)}.`, 'gain'],
    ['labels.withheld.gain', (gain) => `On labels it was never taught, learning ${change(gain)} by ${points(gain)}.`, 'gain'],
    ['labels.choices.gain', (gain) => `From likes alone, without labels, learning ${change(gain)} by ${points(gain)}.`, 'gain'],
  ]],
  ['Recommendations', [1, 2, 3].flatMap((tastes) => [
    [`users.${tastes}.tastes.precision@10`,
      (share) => `Of ten pictures recommended to somebody with ${numbers[tastes]}, ${percent(share)} are of a kind they like.`],
    ...(tastes === 1 ? [] : [[`users.${tastes}.tastes.allTastes@10`,
      (share) => `${percent(share)} of people with ${numbers[tastes]} find all of them among the ten.`]]),
  ])],
  ['Dislikes', [
    ['dislikes.tastes.reduction', (share) => `Three dislikes take away ${percent(share)} of the pictures that are similar to them.`],
  ]],
  ['Near-duplicates', [
    ['duplicates.recall', (share) => `${precise(share)} of edited pictures are recognized as near-duplicates.`],
    ['duplicates.precision', (share) => `${precise(share)} of what is taken for a near-duplicate is one.`],
  ]],
];

const change = (gain) => (gain < 0 ? 'lowers that' : 'raises that');
const points = (gain) => `${Math.abs(gain * 100).toFixed(1)} points`;
// Near the whole, tenths matter: 99.5 % must not become 100 %.
const precise = (share) => (share > 0.98 && share < 1 ? `${Math.min(share * 100, 99.9).toFixed(1)} %` : percent(share));

/** The card of the quality. */
export function qualityCard(evaluation) {
  const title = el('h2', { id: 'quality-title' }, 'Quality');
  if (!evaluation) {
    return el('section', { class: 'card', 'aria-labelledby': 'quality-title' }, title,
      el('p', {}, 'Not judged yet. This command judges the library by its own labels:'),
      el('pre', { tabindex: 0 }, el('code', {}, 'kindred evaluate --task all')));
  }

  const { figures } = evaluation;
  return el('section', { class: 'card wide', 'aria-labelledby': 'quality-title' }, title,
    el('p', { class: 'muted' }, `Judged ${moment(evaluation.time)} on ${count(evaluation.images, 'picture')}.`),
    evaluation.current ? '' : el('p', { class: 'note' }, 'The gallery has changed since. To judge it again: kindred evaluate --task all'),
    el('div', { class: 'tasks' }, tasks.map(([name, lines]) =>
      task(name, lines.filter(([figure]) => Number.isFinite(figures[figure])), figures))),
    everything(figures));
}

function task(name, lines, figures) {
  if (lines.length === 0) return null;
  return el('section', {},
    el('h3', {}, name),
    el('ul', { class: 'plain judged' }, lines.map(([figure, say, kind]) => el('li', { data: { figure } },
      el('span', {}, say(figures[figure])), kind === 'gain' ? '' : bar(figures[figure])))));
}

function everything(figures) {
  const names = Object.keys(figures).filter((name) => Number.isFinite(figures[name]));
  return el('details', {},
    el('summary', {}, `All ${names.length} figures`),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'All figures' },
      el('table', {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Figure'), el('th', { scope: 'col', class: 'number' }, 'Value'))),
        el('tbody', {}, names.map((name) => el('tr', {}, el('td', {}, name), el('td', { class: 'number' }, figures[name].toFixed(3))))))));
}
