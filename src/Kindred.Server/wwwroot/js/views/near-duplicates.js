// Groups of pictures that show the same photograph: the one to keep first, and how the others stand to it. Below them, apart, variants.
import { api } from '../api.js';
import { count, el, fault, nameOf, percent, size, state } from '../dom.js';
import { address } from '../router.js';
import { variants } from './variants.js';

export const title = 'Near-duplicates';

const pageSize = 30;
const reasons = { resolution: 'most pixels', size: 'largest file', name: 'first by name' };

export async function show(root, route, signal) {
  const list = el('ol', { class: 'groups' });
  const more = el('button', { type: 'button', class: 'more', hidden: true }, 'Load more');
  const wrong = el('p', { class: 'error', role: 'alert' });
  const shown = el('p', { class: 'hidden', role: 'status' });

  const [first, colors] = await Promise.all([api.nearDuplicates({ limit: pageSize }, signal), variants(signal)]);
  const below = colors ? [colors] : [];
  if (first.total === 0) {
    root.replaceChildren(state('near-duplicates', 'No two pictures show the same photograph', first.pictures === 0
      ? 'There are no pictures yet. Index a folder of them: kindred index FOLDER.'
      : `${count(first.pictures, 'picture')} compared, by content and by looks.`), ...below);
    return;
  }

  root.replaceChildren(
    el('div', { class: 'head' },
      el('h1', {}, title),
      el('p', { class: 'muted' },
        `${first.redundant.toLocaleString('en')} of ${count(first.pictures, 'picture')} could go, in ${count(first.total, 'group')}. `
        + 'Kindred deletes nothing.')),
    list, wrong, more, shown, ...below);
  add(first);

  function add({ groups, total }) {
    list.append(...groups.map(group));
    more.hidden = list.children.length >= total || groups.length === 0;
    shown.textContent = `${list.children.length.toLocaleString('en')} of ${count(total, 'group')} shown`;
  }

  more.addEventListener('click', async () => {
    more.disabled = true;
    wrong.textContent = '';
    const before = list.children.length;
    try {
      add(await api.nearDuplicates({ offset: before, limit: pageSize }, signal));
      // The button may have gone, and the focus with it: go on where the new groups begin.
      if (more.hidden) list.children[before]?.querySelector('a')?.focus();
    } catch (error) {
      if (signal.aborted) return;
      if (list.children.length === 0) list.replaceChildren(fault(error, () => more.click()));
      else wrong.textContent = error.message;
    }
    more.disabled = false;
  });
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
  const name = nameOf(image.path);
  return el('li', { class: 'member' },
    el('a', { class: 'picture', href: address('similar', [image.id]), 'aria-label': `Similar to ${name}`, title: 'Similar pictures' },
      el('img', {
        src: `${image.thumbnail}&size=320`, alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height,
        on: { error: (event) => event.target.closest('.member')?.classList.add('gone') },
      })),
    mark,
    el('span', { class: 'measures' }, el('span', {}, `${image.width} × ${image.height} pixels`), ', ', el('span', {}, size(image.bytes))),
    el('span', { class: 'path' }, image.path));
}
