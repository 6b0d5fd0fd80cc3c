// Groups of pictures that show the same photograph: the one to keep first, how the others stand to it, and what to do about them. Below
// them, apart, variants.
import { may } from '../access.js';
import { api } from '../api.js';
import { count, el, icon, nameOf, percent, size, state } from '../dom.js';
import { growing, pageSize, picture } from '../groups.js';
import { exportList, Kept, moveRest } from '../redundant.js';
import { say } from '../toasts.js';
import { variants } from './variants.js';

export const title = 'Near-duplicates';

const reasons = { resolution: 'most pixels', size: 'largest file', name: 'first by name' };

export async function show(root, route, signal) {
  const [first, colors] = await Promise.all([api.nearDuplicates({ limit: pageSize }, signal), variants(signal)]);
  const below = colors ? [colors] : [];
  if (first.total === 0) {
    root.replaceChildren(state('near-duplicates', 'No two pictures show the same photograph', first.images === 0
      ? 'There are no pictures yet. Index a folder of them: kindred index FOLDER.'
      : `${count(first.images, 'picture')} compared, by content and by looks.`), ...below);
    return;
  }

  const kept = new Kept();
  const act = (job) => () => job().catch((error) => !signal.aborted && say(error.message));
  const move = (some, moved) => act(() => moveRest(kept, some, moved, signal));
  const group = (one) => groupOf(one, kept, (element) => move([one], () => element.remove()));
  const shown = el('p', { class: 'hidden', role: 'status' });
  const groups = growing({
    first, group, signal, label: 'Load more', read: (offset) => api.nearDuplicates({ offset, limit: pageSize }, signal),
    added: (now, total) => { shown.textContent = `${now.toLocaleString('en')} of ${count(total, 'group')} shown`; },
  });
  root.replaceChildren(
    el('div', { class: 'head' },
      el('h1', {}, title),
      el('p', { class: 'muted' },
        `${first.redundant.toLocaleString('en')} of ${count(first.images, 'picture')} could go, in ${count(first.total, 'group')}. `
        + 'Kindred deletes nothing.'),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', on: { click: act(() => exportList(kept, signal)) } }, icon('download'), 'Export the list'),
        may('admin')
          ? el('button', { type: 'button', on: { click: move(undefined, () => show(root, route, signal)) } }, 'Move all the rest…')
          : null)),
    ...groups, shown, ...below);
}

function groupOf(group, kept, move) {
  const [first, ...others] = group.images;
  const element = el('li', { class: 'group' },
    el('ul', { class: 'side-by-side', 'aria-label': `${nameOf(first.path)} and ${count(others.length, 'near-duplicate')}` },
      group.images.map((image) => member(image, group, kept))));
  if (!may('admin')) return element;
  element.append(el('button', { type: 'button', class: 'move', on: { click: (event) => move(element)(event) } },
    others.length === 1 ? 'Move the other…' : `Move the other ${others.length}…`));
  return element;
}

// Said of each picture beside the one that Kindred would keep.
function relation({ relation: kind, similarity }, reason) {
  if (kind === 'keep') return `Keep: ${reasons[reason] ?? reason}`;
  return kind === 'identical' ? 'Identical file' : `Near-duplicate, ${percent(similarity)}`;
}

function member(image, group, kept) {
  const name = `keep-${group.images[0].id}`;
  return el('li', { class: 'member' },
    picture(image),
    el('span', { class: `relation ${image.relation === 'keep' ? 'keep' : ''}` }, relation(image, group.reason)),
    el('span', { class: 'measures' }, el('span', {}, `${image.width} × ${image.height} pixels`), ', ', el('span', {}, size(image.bytes))),
    el('span', { class: 'path' }, image.path),
    el('label', { class: 'choice' },
      el('input', { type: 'radio', name, checked: kept.of(group) === image.id, on: { change: () => kept.choose(group, image.id) } }),
      'Keep this one'));
}
