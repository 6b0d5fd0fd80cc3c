// Groups of pictures that show one thing in several colors, for the view of near-duplicates, apart from those: none of them could go.
import { api } from '../api.js';
import { count, el, nameOf } from '../dom.js';
import { address } from '../router.js';

const pageSize = 30;

/** The section; nothing where no two pictures are variants. */
export async function variants(signal) {
  const first = await api.variants({ limit: pageSize }, signal);
  if (first.total === 0) return null;
  const list = el('ol', { class: 'groups' });
  const more = el('button', { type: 'button', class: 'more', hidden: true }, 'Load more colors');
  const wrong = el('p', { class: 'error', role: 'alert' });
  add(first);

  function add({ groups, total }) {
    list.append(...groups.map(group));
    more.hidden = list.children.length >= total || groups.length === 0;
  }

  more.addEventListener('click', async () => {
    more.disabled = true;
    wrong.textContent = '';
    const before = list.children.length;
    try {
      add(await api.variants({ offset: before, limit: pageSize }, signal));
      // The button may have gone, and the focus with it: go on where the new groups begin.
      if (more.hidden) list.children[before]?.querySelector('a')?.focus();
    } catch (error) {
      if (!signal.aborted) wrong.textContent = error.message;
    }
    more.disabled = false;
  });
  return el('section', { class: 'variants', 'aria-labelledby': 'variants-title' },
    el('div', { class: 'head' },
      el('h2', { id: 'variants-title' }, 'Same, in several colors'),
      el('p', { class: 'muted' },
        `${count(first.grouped, 'picture')} show ${count(first.total, 'thing')} in several colors. They are no duplicates.`)),
    list, wrong, more);
}

function group({ colors, images }) {
  return el('li', { class: 'group' },
    el('p', { class: 'relation' }, `Same, ${count(colors, 'color')}`),
    el('ul', { class: 'side-by-side', 'aria-label': `${nameOf(images[0].path)} in ${count(colors, 'color')}` }, images.map(member)));
}

function member(image) {
  const name = nameOf(image.path);
  return el('li', { class: 'member' },
    el('a', { class: 'picture', href: address('similar', [image.id]), 'aria-label': `Similar to ${name}`, title: 'Similar pictures' },
      el('img', {
        src: `${image.thumbnail}&size=320`, alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height,
        on: { error: (event) => event.target.closest('.member')?.classList.add('gone') },
      })),
    el('span', { class: 'path' }, image.path));
}
