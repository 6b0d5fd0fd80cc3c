// A picture with what can be done with it: like, dislike, see similar ones, see what is behind it, and ask why where there is a reason.
import { may } from './access.js';
import { behind } from './behind.js';
import { choices, kindOf, pass, toggle } from './choices.js';
import { certainty, el, icon, nameOf, shortened } from './dom.js';
import { labelOf } from './filter.js';
import { address } from './router.js';
import { sequenceOf } from './sequences.js';
import { view } from './viewer/viewer.js';

const buttons = { like: ['heart', 'heart-full'], dislike: ['dislike', 'dislike'] };
const tiles = new WeakMap();

/**
 * A tile.
 * @param image A picture of the API.
 * @param options.kept The filter that the similar pictures are to keep, as in their address.
 * @param options.trail The ids of the pictures that led here.
 * @param options.confidence How sure it is, from 0 to 1.
 * @param options.note A line under the name.
 * @param options.why Shows the reasons.
 * @param options.passes Whether the picture can be passed over, with its kind kept.
 */
export function tile(image, { kept = {}, trail = [], confidence, note, why, passes = false } = {}) {
  const name = nameOf(image.path);
  const similarTo = (id) => address('similar', [id], { ...kept, from: trail.join('.') });
  const similar = similarTo(image.id);
  const [mark, shelf] = behind(image, similarTo);
  const picture = el('img', {
    src: `${image.thumbnail}&size=320`, alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height,
    class: isCut(image) ? 'whole' : undefined,
    on: { error: (event) => event.target.closest('.tile')?.classList.add('gone') },
  });
  const element = el('article', { class: 'tile', data: { image: image.id }, 'aria-label': name },
    el('a', {
      class: 'picture', href: similar, 'aria-label': `Show ${name}`, tabindex: 0, on: { click: (event) => whole(event, element) },
    }, picture),
    mark,
    shelf,
    el('div', { class: 'caption' },
      el('div', { class: 'words' },
        el('span', { class: 'name', title: image.path }, shortened(name)),
        el('span', { class: 'about' }, confidence === undefined || confidence === null ? null : sureness(confidence), labelOf(image) ?? ''),
        note ? el('span', { class: 'note', title: note }, note) : null),
      el('div', { class: 'actions' },
        may('write') && choice('like', image, name),
        may('write') && choice('dislike', image, name),
        passes ? passing(image, name) : null,
        el('a', { class: 'act', href: similar, 'aria-label': `Similar to ${name}`, title: 'Similar pictures (s)' }, icon('similar')),
        why ? reasons(name, why) : null)));
  tiles.set(element, { image, kept, trail, why });
  show(element, image.id);
  return element;
}

// A square that fills a tile has lost what is beyond it: at most so much of the longer side may be missing.
const mostLost = 0.1;
const isCut = ({ width, height }) => Math.min(width, height) < (1 - mostLost) * Math.max(width, height);

function whole(event, element) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const sequence = sequenceOf(element, (one) => tiles.get(one));
  view(sequence, sequence.indexOf(element));
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

const passing = (image, name) => el('button', {
  type: 'button', class: 'act pass', 'aria-label': `Not ${name}, but this kind`, title: 'Not this one, but this kind (n)',
  on: { click: () => pass(image).catch(() => {}) },
}, icon('pass'));

const reasons = (name, why) =>
  el('button', { type: 'button', class: 'act', 'aria-label': `Why ${name}?`, title: 'Why? (w)', on: { click: why } }, icon('why'));

function show(element, id) {
  const chosen = kindOf(id);
  for (const [kind, [plain, full]] of Object.entries(buttons)) {
    const button = element.querySelector(`.act.${kind}`);
    if (!button) return;
    button.setAttribute('aria-pressed', String(chosen === kind));
    button.querySelector('use').setAttribute('href', `icons.svg#${chosen === kind ? full : plain}`);
  }
  element.classList.toggle('liked', chosen === 'like');
  element.classList.toggle('disliked', chosen === 'dislike');
}

choices.addEventListener('change', () => {
  for (const element of document.querySelectorAll('.tile[data-image]')) show(element, Number(element.dataset.image));
});

// The nearest tile in the direction of an arrow, by where tiles are drawn: rows may be of any length.
function next(element, key) {
  const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const all = [...document.querySelectorAll('main .tile[data-image]')];
  if (right) return all[all.indexOf(element) + right];
  const middle = (one) => {
    const box = one.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2, box.height];
  };
  const [left, top, height] = middle(element);
  const beyond = all.map((one) => [one, ...middle(one)]).filter(([, , otherTop]) => (otherTop - top) * down > height / 2);
  const near = ([, otherLeft, otherTop]) => Math.abs(otherTop - top) * 4 + Math.abs(otherLeft - left);
  return beyond.sort((a, b) => near(a) - near(b))[0]?.[0];
}

// On a tile, one key is enough. Before `s` it was `m`, which some have in their fingers.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) return;
  const element = event.target.closest?.('.tile[data-image]');
  if (!element || !tiles.has(element)) return;
  if (event.key.startsWith('Arrow') && event.target.matches('.picture')) {
    event.preventDefault();
    next(element, event.key)?.querySelector('.picture')?.focus();
    return;
  }
  const act = {
    l: '.act.like', d: '.act.dislike', n: '.act.pass', s: 'a.act', m: 'a.act', v: 'button.behind', w: '[aria-label^="Why"]',
  }[event.key];
  const button = act && element.querySelector(act);
  if (!button) return;
  event.preventDefault();
  button.click();
});
