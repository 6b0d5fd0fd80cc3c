// One picture whole, over the page: zoom, arrows to the next, and what can be done with it one key away.
import { may } from '../access.js';
import { choices, kindOf, toggle } from '../choices.js';
import { el, icon, nameOf, size } from '../dom.js';
import { labelOf } from '../filter.js';
import { address } from '../router.js';
import { say } from '../toasts.js';
import { Zoom } from './zoom.js';

const dialog = document.getElementById('viewer');
const toasts = document.getElementById('toasts');
const bySteps = 1.5;
let open = null;

/**
 * Shows a picture whole.
 * @param sequence the pictures it stands among: { total, at(position), focus(position) }; an entry is { image, kept, trail, why }.
 */
export function view(sequence, position) {
  const closing = new AbortController();
  const stage = el('div', { class: 'stage' });
  const parts = {
    stage,
    title: el('h2', { id: 'viewer-title', 'aria-live': 'polite' }),
    about: el('p', { class: 'muted about' }),
    like: act('heart', 'Like', 'l', () => choose('like')),
    dislike: act('dislike', 'Dislike', 'd', () => choose('dislike')),
    similar: el('a', {
      class: 'act', 'aria-label': 'Similar pictures', title: 'Similar pictures (s)', on: { click: lead },
    }, icon('similar')),
    why: act('why', 'Why?', 'w', () => open.entry.why?.()),
    file: el('a', { class: 'act', 'aria-label': 'Download', title: 'Download (f)' }, icon('download')),
    before: act('left', 'Previous picture', '←', () => step(-1), 'step before'),
    after: act('right', 'Next picture', '→', () => step(1), 'step after'),
  };
  open = { sequence, position, entry: null, parts, zoom: new Zoom(stage, step, closing.signal), closing };
  dialog.replaceChildren(
    el('div', { class: 'edge' }, el('div', { class: 'words' }, parts.title, parts.about),
      act('close', 'Close', 'Esc', close)),
    el('div', { class: 'middle' }, parts.before, stage, parts.after),
    el('div', { class: 'edge acts', role: 'group', 'aria-label': 'What to do with the picture' },
      ...(may('write') ? [parts.like, parts.dislike] : []), parts.similar, parts.why, parts.file,
      act('minus', 'Zoom out', '−', () => open.zoom.by(1 / bySteps)),
      act('plus', 'Zoom in', '+', () => open.zoom.by(bySteps)),
      act('fit', 'Whole picture', '0', () => open.zoom.whole())));
  dialog.append(toasts); // A message below the dialog would be seen by nobody.
  dialog.showModal();
  stage.focus();
  history.pushState({ ...history.state, viewer: true }, ''); // Back closes it.
  choices.addEventListener('change', mark, { signal: closing.signal });
  draw();
}

const act = (pictogram, name, key, click, extra = '') => el('button', {
  type: 'button', class: `act ${extra}`, 'aria-label': name, title: `${name} (${key})`, on: { click },
}, icon(pictogram));

function close() {
  dialog.close();
}

dialog.addEventListener('close', () => {
  const { sequence, position, closing } = open;
  open = null;
  closing.abort();
  document.body.append(toasts);
  dialog.replaceChildren();
  if (history.state?.viewer) history.back();
  sequence.focus(position);
});
addEventListener('popstate', () => {
  if (open && !history.state?.viewer) close();
});

async function step(by) {
  if (!open) return;
  const to = open.position + by;
  if (to < 0 || to >= open.sequence.total) return;
  open.position = to;
  await draw();
}

async function draw() {
  const mine = open;
  const { sequence, position, parts } = mine;
  parts.before.disabled = position === 0;
  parts.after.disabled = position === sequence.total - 1;
  let entry;
  try {
    entry = await sequence.at(position);
  } catch (error) {
    say(error.message);
    return;
  }
  if (mine !== open || position !== mine.position || !entry?.image) return;
  mine.entry = entry;
  const { image } = entry;
  const name = nameOf(image.path);
  parts.title.textContent = name;
  parts.title.title = image.path;
  parts.about.textContent = [
    `${(position + 1).toLocaleString('en')} of ${sequence.total.toLocaleString('en')}`, labelOf(image), `${image.width} × ${image.height}`,
    size(image.bytes),
  ].filter(Boolean).join(' · ');
  parts.similar.href = address('similar', [image.id], { ...entry.kept, from: entry.trail?.join('.') });
  parts.file.href = image.file;
  parts.file.download = name;
  parts.why.hidden = !entry.why;
  picture(mine, image, name);
  mark();
  for (const next of [position + 1, position - 1]) {
    if (next >= 0 && next < sequence.total) Promise.resolve(sequence.at(next)).then((one) => one && preload(one.image)).catch(() => {});
  }
}

const small = (image) => `${image.thumbnail}&size=640`;
const preload = (image) => Object.assign(new Image(), { src: small(image) });

// The small version at once, and the file itself when it is here; what a browser cannot show stays small.
function picture({ parts, zoom }, image, name) {
  const shown = el('img', { src: small(image), alt: name, width: image.width, height: image.height, draggable: 'false' });
  const gone = () => parts.stage.replaceChildren(el('p', {}, 'The file is gone or has changed; index again.'));
  shown.addEventListener('error', gone, { once: true });
  parts.stage.replaceChildren(shown);
  zoom.use(shown);
  const whole = new Image();
  whole.src = image.file;
  whole.decode().then(() => { shown.src = whole.src; }).catch(() => {});
}

function mark() {
  if (!open?.entry) return;
  const chosen = kindOf(open.entry.image.id);
  for (const [kind, full] of [['like', 'heart-full'], ['dislike', 'dislike']]) {
    const button = open.parts[kind];
    const isChosen = chosen === kind;
    button.classList.add(kind);
    button.setAttribute('aria-pressed', String(isChosen));
    button.setAttribute('aria-label', `${kind === 'like' ? 'Like' : 'Dislike'} this picture`);
    button.querySelector('use').setAttribute('href', `icons.svg#${isChosen ? full : kind === 'like' ? 'heart' : kind}`);
  }
}

function choose(kind) {
  if (open.entry && may('write')) toggle(open.entry.image, kind).catch(() => {});
}

// The step that the viewer has in the history is taken back before the next view takes its own.
function lead(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { hash } = new URL(open.parts.similar.href);
  addEventListener('popstate', () => { location.hash = hash; }, { once: true });
  close();
}

const keys = {
  ArrowLeft: () => step(-1), ArrowRight: () => step(1), l: () => choose('like'), d: () => choose('dislike'),
  s: () => open.parts.similar.click(), m: () => open.parts.similar.click(), w: () => open.entry?.why?.(), f: () => open.parts.file.click(),
  '+': () => open.zoom.by(bySteps), '=': () => open.zoom.by(bySteps), '-': () => open.zoom.by(1 / bySteps), 0: () => open.zoom.whole(),
};

dialog.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !open) return;
  const ways = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if (event.shiftKey && ways[event.key]) open.zoom.pan(...ways[event.key].map((way) => way * 80));
  else if (Object.hasOwn(keys, event.key)) keys[event.key]();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
