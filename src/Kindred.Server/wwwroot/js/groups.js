// What views of groups share: a list that grows by a button, and a picture of a group that leads to those like it.
import { el, nameOf } from './dom.js';
import { address } from './router.js';

export const pageSize = 30;

/**
 * A list of groups that begins with a first page.
 * @param first the first page.
 * @param read reads a page from an offset on.
 * @param group makes the element of a group.
 * @param label what the button says that loads more.
 * @param added told how many groups there are now, and how many in all.
 */
export function growing({ first, read, group, label, signal, added = () => {} }) {
  const list = el('ol', { class: 'groups' });
  const more = el('button', { type: 'button', class: 'more', hidden: true }, label);
  const wrong = el('p', { class: 'error', role: 'alert' });

  function add({ items: groups, total }) {
    list.append(...groups.map(group));
    more.hidden = list.children.length >= total || groups.length === 0;
    added(list.children.length, total);
  }

  more.addEventListener('click', async () => {
    more.disabled = true;
    wrong.textContent = '';
    const before = list.children.length;
    try {
      add(await read(before));
      // The button may have gone, and the focus with it: go on where the new groups begin.
      if (more.hidden) list.children[before]?.querySelector('a')?.focus();
    } catch (error) {
      if (signal.aborted) return;
      wrong.textContent = error.message;
    }
    more.disabled = false;
  });
  add(first);
  return [list, wrong, more];
}

/** A picture of a group, as a link to those like it. */
export function picture(image) {
  return el('a', {
    class: 'picture', href: address('similar', [image.id]), 'aria-label': `Similar to ${nameOf(image.path)}`, title: 'Similar pictures',
  },
  el('img', {
    src: `${image.thumbnail}&size=320`, alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height,
    on: { error: (event) => event.target.closest('.member')?.classList.add('gone') },
  }));
}
