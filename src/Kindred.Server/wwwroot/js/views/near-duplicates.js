// Groups of pictures that show the same photograph: the one to keep first, and how the others stand to it. Below them, apart, variants.
import { api } from '../api.js';
import { count, el, nameOf, percent, size, state } from '../dom.js';
import { growing, pageSize, picture } from '../groups.js';
import { variants } from './variants.js';

export const title = 'Near-duplicates';

const reasons = { resolution: 'most pixels', size: 'largest file', name: 'first by name' };

export async function show(root, route, signal) {
  const [first, colors] = await Promise.all([api.nearDuplicates({ limit: pageSize }, signal), variants(signal)]);
  const below = colors ? [colors] : [];
  if (first.total === 0) {
    root.replaceChildren(state('near-duplicates', 'No two pictures show the same photograph', first.pictures === 0
      ? 'There are no pictures yet. Index a folder of them: kindred index FOLDER.'
      : `${count(first.pictures, 'picture')} compared, by content and by looks.`), ...below);
    return;
  }

  const shown = el('p', { class: 'hidden', role: 'status' });
  const groups = growing({
    first, group, signal, label: 'Load more', read: (offset) => api.nearDuplicates({ offset, limit: pageSize }, signal),
    added: (now, total) => { shown.textContent = `${now.toLocaleString('en')} of ${count(total, 'group')} shown`; },
  });
  root.replaceChildren(
    el('div', { class: 'head' },
      el('h1', {}, title),
      el('p', { class: 'muted' },
        `${first.redundant.toLocaleString('en')} of ${count(first.pictures, 'picture')} could go, in ${count(first.total, 'group')}. `
        + 'Kindred deletes nothing.')),
    ...groups, shown, ...below);
}

function group({ reason, images }) {
  const [keeper, ...others] = images;
  return el('li', { class: 'group' },
    el('ul', { class: 'side-by-side', 'aria-label': `${nameOf(keeper.path)} and ${count(others.length, 'near-duplicate')}` },
      member(keeper, el('span', { class: 'relation keep' }, `Keep: ${reasons[reason] ?? reason}`)),
      ...others.map((image) => member(image, el('span', { class: 'relation' }, relation(image))))));
}

function relation({ relation: kind, similarity }) {
  return kind === 'identical' ? 'Identical file' : `Near-duplicate, ${percent(similarity)}`;
}

function member(image, mark) {
  return el('li', { class: 'member' },
    picture(image),
    mark,
    el('span', { class: 'measures' }, el('span', {}, `${image.width} × ${image.height} pixels`), ', ', el('span', {}, size(image.bytes))),
    el('span', { class: 'path' }, image.path));
}
