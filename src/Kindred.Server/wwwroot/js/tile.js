// A picture with what can be done with it: like, dislike, see similar ones, see what is behind it, and ask why where there is a reason.
import { behind } from './behind.js';
import { choices, kindOf, toggle } from './choices.js';
import { certainty, el, icon, nameOf } from './dom.js';
import { address } from './router.js';

const buttons = { like: ['heart', 'heart-full'], dislike: ['dislike', 'dislike'] };
const tiles = new WeakMap();

/**
 * A tile.
 * @param image A picture of the API.
 * @param options.labels The filter that the similar pictures are to keep.
 * @param options.trail The ids of the pictures that led here.
 * @param options.confidence How sure it is, from 0 to 1.
 * @param options.note A line under the name.
 * @param options.why Shows the reasons.
 */
export function tile(image, { labels = [], trail = [], confidence, note, why } = {}) {
  const name = nameOf(image.path);
  const similarTo = (id) => address('similar', [id], { label: labels, from: trail.join('.') });
  const similar = similarTo(image.id);
  const [mark, shelf] = behind(image, similarTo);
  const picture = el('img', {
    src: `${image.thumbnail}&size=320`, alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height,
    on: { error: (event) => event.target.closest('.tile')?.classList.add('gone') },
  });
  const element = el('article', { class: 'tile', data: { image: image.id }, 'aria-label': name },
    el('a', { class: 'picture', href: similar, 'aria-label': `Show ${name}`, tabindex: 0 }, picture),
    mark,
    shelf,
    el('div', { class: 'caption' },
      el('div', { class: 'words' },
        el('span', { class: 'name', title: image.path }, name),
        el('span', { class: 'about' }, confidence === undefined || confidence === null ? null : sureness(confidence), image.label ?? ''),
        note ? el('span', { class: 'note', title: note }, note) : null),
      el('div', { class: 'actions' },
        choice('like', image, name),
        choice('dislike', image, name),
        el('a', { class: 'act', href: similar, 'aria-label': `Similar to ${name}`, title: 'Similar pictures (s)' }, icon('similar')),
        why ? reasons(name, why) : null)));
  tiles.set(element, image);
  show(element, image.id);
  return element;
}

const sureness = (confidence) =>
  el('span', { class: 'confidence', title: 'How sure it is that this picture belongs here' }, certainty(confidence));

function choice(kind, image, name) {
  const label = kind === 'like' ? 'Like' : 'Dislike';
  return el('button', {
    type: 'button', class: `act ${kind}`, 'aria-label': `${label} ${name}`, 'aria-pressed': 'false',
    title: `${label} (${label[0].toLowerCase()})`,
    on: { click: () => toggle(image, kind).catch(() => {}) },
  }, icon(buttons[kind][0]));
}

const reasons = (name, why) =>
  el('button', { type: 'button', class: 'act', 'aria-label': `Why ${name}?`, title: 'Why? (w)', on: { click: why } }, icon('why'));

function show(element, id) {
  const chosen = kindOf(id);
  for (const [kind, [plain, full]] of Object.entries(buttons)) {
    const button = element.querySelector(`.act.${kind}`);
    button.setAttribute('aria-pressed', String(chosen === kind));
    button.querySelector('use').setAttribute('href', `icons.svg#${chosen === kind ? full : plain}`);
  }
  element.classList.toggle('liked', chosen === 'like');
  element.classList.toggle('disliked', chosen === 'dislike');
}

choices.addEventListener('change', () => {
  for (const element of document.querySelectorAll('.tile[data-image]')) show(element, Number(element.dataset.image));
});

// On a tile, one key is enough. Before `s` it was `m`, which some have in their fingers.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) return;
  const element = event.target.closest?.('.tile[data-image]');
  if (!element || !tiles.has(element)) return;
  const act = { l: '.act.like', d: '.act.dislike', s: 'a.act', m: 'a.act', v: 'button.behind', w: '[aria-label^="Why"]' }[event.key];
  const button = act && element.querySelector(act);
  if (!button) return;
  event.preventDefault();
  button.click();
});
