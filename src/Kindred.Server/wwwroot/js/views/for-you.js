// What the user would choose next: a row for each of their tastes.
import { api } from '../api.js';
import { canUndo, choices, toggle, undo, user } from '../choices.js';
import { count, el, fault, icon, nameOf, percent, state } from '../dom.js';
import { labelFilter } from '../filter.js';
import { note } from '../router.js';
import { colorFilter } from '../swatches.js';
import { because, changeTaste, headingOf, setTaste, shareOf, titleOf } from '../tastes.js';
import { tile } from '../tile.js';
import { whereFilter } from '../where.js';
import { showWhy } from '../why.js';

export const title = 'For you';
export const role = 'write';

const pause = 150;
const defaults = { k: 24, diversity: 0 };

// What the API calls what this view's address calls k.
const requested = ({ k, ...others }) => ({ limit: k, ...others });

export async function show(root, { query }, signal) {
  const asked = {
    k: number(query.get('k'), 5, 100) ?? defaults.k,
    diversity: number(query.get('diversity'), 0, 1) ?? defaults.diversity,
    label: query.getAll('label'),
    color: query.get('color') ?? '',
    where: query.get('where') ?? '',
    people: number(query.get('people'), 0, 1) ?? '', // How much people's choices count; as was found where nothing is said.
  };
  const rows = el('div', { class: 'rows', 'aria-live': 'off' });
  const summary = el('p', { class: 'muted', role: 'status' });
  const whose = el('p', { class: 'whose' });
  const chosen = el('div');
  const back = el('button', { type: 'button', on: { click: undo } }, icon('undo'), 'Undo');
  const filter = await labelFilter(asked.label, (labels) => {
    asked.label = labels;
    refresh();
  }, signal);
  const colors = colorFilter(asked.color, (color) => {
    asked.color = color;
    refresh();
  });
  const where = await whereFilter(asked.where, (text) => {
    asked.where = text;
    refresh();
  }, signal);
  const tuning = el('details', { class: 'tuning', open: asked.label.length > 0 || asked.color !== '' || asked.where !== '' },
    el('summary', {}, icon('tune'), 'Tune'),
    el('div', { class: 'controls' },
      slider('Variety', 0, 1, 0.05, asked.diversity, percent, (value) => {
        asked.diversity = value;
        refresh();
      }),
      slider('Pictures', 5, 100, 1, asked.k, String, (value) => {
        asked.k = value;
        refresh();
      })),
    ...[where, filter].filter(Boolean), colors);
  // Pictures first: what they are made with is one line above them, closed until it is asked for.
  root.replaceChildren(
    el('div', { class: 'head' }, el('h1', {}, 'For you'), whose, summary), el('div', { class: 'for-you-tools' }, tuning, chosen, back), rows);

  let asking = new AbortController();
  async function refresh() {
    if (signal.aborted) return; // A slider was still moving when the view was left.
    asking.abort();
    asking = new AbortController();
    const { signal: mine } = asking;
    note('for-you', [], { ...asked, k: asked.k === defaults.k ? '' : asked.k, diversity: asked.diversity || '' });
    back.disabled = !canUndo();
    try {
      const [list, history, { items: tastes }] = await Promise.all([
        api.recommendations(user(), requested(asked), mine), api.interactions(user(), mine), api.tastes(user(), mine),
      ]);
      const isBare = list.items.length === 0 && (await api.images({ limit: 1 }, mine)).total === 0;
      const muted = tastes.filter((taste) => taste.muted);
      const change = { dialog: (taste) => changeTaste(taste, tastes, refresh), done: refresh };
      whose.textContent = user();
      summary.textContent = say(list, muted.length);
      keepPlace(chosen, rows, () => {
        chosen.replaceChildren(strip(history.items));
        rows.replaceChildren(
          ...(isBare ? [bare()] : draw(list, requested(asked), change)), ...muted.map((taste) => mutedRow(taste, change, refresh)));
      });
    } catch (error) {
      if (!mine.aborted && !signal.aborted) rows.replaceChildren(fault(error, refresh));
    }
  }

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  };
  choices.addEventListener('stored', soon, { signal });
  choices.addEventListener('user', soon, { signal });
  signal.addEventListener('abort', () => {
    asking.abort();
    clearTimeout(waiting);
  });
  await refresh();
}

// All is drawn anew, yet who works with keys goes on where they were: on the same picture, or the one that took its place.
function keepPlace(chosen, rows, redraw) {
  const tiles = () => [...rows.querySelectorAll('.tile')];
  const at = document.activeElement.closest('.tile');
  const place = tiles().indexOf(at);
  const taste = document.activeElement.closest('[data-taste]')?.dataset.taste;
  const isShare = document.activeElement.matches('.share');
  const [wasOpen, wasInChosen] = [chosen.querySelector('details')?.open, chosen.contains(document.activeElement)];
  redraw();
  const details = chosen.querySelector('details');
  if (details) details.open = Boolean(wasOpen);
  if (wasInChosen) details?.querySelector('summary').focus();
  if (taste && place < 0) {
    (rows.querySelector(`[data-taste="${taste}"] ${isShare ? '.share' : '.change'}`) ?? rows.querySelector('.change'))?.focus();
  }
  if (place < 0) return;
  const now = tiles();
  (now.find((tile) => tile.dataset.image === at.dataset.image) ?? now[Math.min(place, now.length - 1)])?.querySelector('.picture').focus();
}

function number(text, least, most) {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined;
}

function slider(name, min, max, step, value, format, changed) {
  const output = el('output', {}, format(value));
  const input = el('input', { type: 'range', min, max, step, value, 'aria-label': name });
  let waiting;
  input.addEventListener('input', () => {
    output.textContent = format(Number(input.value));
    clearTimeout(waiting);
    waiting = setTimeout(() => changed(Number(input.value)), pause);
  });
  return el('label', { class: 'slider' }, el('span', {}, name), input, output);
}

function say(list, muted) {
  if (list.tastes.length === 0) return '';
  const disliked = list.dislikes ? `, away from ${count(list.dislikes, 'dislike')}` : '';
  const silent = muted ? `, ${muted} muted` : '';
  const people = list.peopleWeight > 0
    ? `, by people’s choices ${percent(list.peopleWeight)} and looks ${percent(1 - list.peopleWeight)}`
    : '';
  return `From ${count(list.likes, 'like')} in ${count(list.tastes.length + muted, 'taste')}${silent}${disliked}${people}`;
}

const bare = () => state('heart', 'No pictures yet', 'Index a folder of pictures: kindred index FOLDER. Then you can like some of them.');

function draw(list, asked, change) {
  if (list.items.length === 0) {
    return [state('heart', 'Nothing left to show', 'No other picture fits. Choose other labels or another filter, or look through the gallery.')];
  }
  if (list.tastes.length === 0) {
    const heading = list.start === 'popular' ? 'Popular here now, varied' : 'Pictures to start with';
    return [
      el('section', { class: 'row', 'aria-label': heading },
        el('div', { class: 'row-head' },
          el('h2', {}, heading),
          el('p', { class: 'muted' }, 'Like some pictures, here or in the gallery. Then this page shows what you would choose next.')),
        el('div', { class: 'grid' }, list.items.map((item) => tile(item)))),
    ];
  }
  return list.tastes.map((taste, index) => row(taste, list.items.filter((item) => item.taste === index), asked, change));
}

function row(taste, items, asked, change) {
  const share = `${percent(taste.share)} of your list`;
  return el('section', { class: 'row', 'aria-label': titleOf(taste), data: { taste: taste.medoid.content } },
    el('div', { class: 'row-head' },
      medoid(taste),
      el('div', {}, el('h2', {}, headingOf(taste)), el('p', { class: 'muted' }, taste.name ? `${because(taste)} · ${share}` : share)),
      shareOf(taste, change.done), changeButton(taste, change)),
    items.length
      ? el('div', { class: 'grid' }, items.map((item) =>
        tile(item, { confidence: item.confidence, note: item.why, kept: { label: asked.label, where: asked.where }, passes: true, why: () => showWhy(item, asked) })))
      : el('p', { class: 'muted' }, 'The list has no picture of this taste.'));
}

// A muted taste has no pictures to show, but is there to be heard again.
function mutedRow(taste, change, refresh) {
  const title = titleOf(taste);
  return el('section', { class: 'row silent', 'aria-label': `Muted: ${title}`, data: { taste: taste.medoid.content } },
    el('div', { class: 'row-head' },
      medoid(taste),
      el('div', {}, el('h2', {}, title), el('p', { class: 'muted' }, 'Muted: nothing is recommended for this taste')),
      el('button', {
        type: 'button', class: 'unmute', 'aria-label': `Unmute: ${title}`,
        on: { click: () => setTaste(taste, { muted: false }, `Unmuted: ${title}`).then(refresh) },
      }, 'Unmute'),
      changeButton(taste, change)));
}

const medoid = (taste) => (taste.medoid.thumbnail
  ? el('img', { class: 'medoid', src: `${taste.medoid.thumbnail}&size=160`, alt: '', width: 64, height: 64 })
  : null);

const changeButton = (taste, change) => el('button', {
  type: 'button', class: 'change', 'aria-haspopup': 'dialog', 'aria-label': `Change taste: ${titleOf(taste)}`,
  on: { click: () => change.dialog(taste) },
}, 'Change');

function strip(interactions) {
  const likes = interactions.filter((one) => one.kind === 'like' || one.kind === 'dislike').reverse();
  if (likes.length === 0) return el('span');
  return el('details', { class: 'chosen' },
    el('summary', {}, `What you chose (${likes.length})`),
    el('ul', {}, likes.map((one) => el('li', { class: one.kind },
      one.image
        ? el('img', { src: `${one.image.thumbnail}&size=160`, alt: '', width: 56, height: 56, loading: 'lazy' })
        : el('span', { class: 'no-picture' }),
      el('span', {}, `${one.kind === 'like' ? 'Like' : 'Dislike'}: ${nameOf(one.path)}`),
      one.image
        ? el('button', {
          type: 'button', class: 'quiet round', 'aria-label': `Remove ${nameOf(one.path)}`,
          on: { click: () => toggle(one.image, one.kind).catch(() => {}) },
        }, icon('close'))
        : null))));
}
