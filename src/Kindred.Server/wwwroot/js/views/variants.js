// Groups of pictures that show one thing in several colors, for the view of near-duplicates, apart from those: none of them could go.
import { api } from '../api.js';
import { count, el, nameOf } from '../dom.js';
import { growing, pageSize, picture } from '../groups.js';

/** The section; nothing where no two pictures are variants. */
export async function variants(signal) {
  const first = await api.variants({ limit: pageSize }, signal);
  if (first.total === 0) return null;
  const groups = growing({
    first, group, signal, label: 'Load more colors', read: (offset) => api.variants({ offset, limit: pageSize }, signal),
  });
  return el('section', { class: 'variants', 'aria-labelledby': 'variants-title' },
    el('div', { class: 'head' },
      el('h2', { id: 'variants-title' }, 'Same, in several colors'),
      el('p', { class: 'muted' },
        `${count(first.grouped, 'picture')} show ${count(first.total, 'thing')} in several colors. They are not duplicates.`)),
    ...groups);
}

function group({ colors, images }) {
  return el('li', { class: 'group' },
    el('p', { class: 'relation' }, `Same, ${count(colors, 'color')}`),
    el('ul', { class: 'side-by-side', 'aria-label': `${nameOf(images[0].path)} in ${count(colors, 'color')}` },
      images.map((image) => el('li', { class: 'member' }, picture(image), el('span', { class: 'path' }, image.path)))));
}
