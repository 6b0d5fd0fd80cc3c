// The files that could not be read, and why.
import { api } from '../api.js';
import { count, el } from '../dom.js';

const pageSize = 50;

/** The card of the failures. */
export async function failuresCard(signal) {
  const first = await api.failures({ limit: pageSize }, signal);
  const title = el('h2', { id: 'failures-title' }, 'Failures');
  if (first.total === 0) {
    return el('section', { class: 'card', 'aria-labelledby': 'failures-title' }, title,
      el('p', { class: 'muted' }, 'Every picture could be read.'));
  }

  const list = el('tbody', {});
  const more = el('button', { type: 'button', class: 'more', hidden: true }, 'More failures');
  const wrong = el('p', { class: 'error', role: 'alert' });
  add(first);
  more.addEventListener('click', async () => {
    more.disabled = true;
    wrong.textContent = '';
    try {
      add(await api.failures({ offset: list.children.length, limit: pageSize }, signal));
    } catch (error) {
      if (!signal.aborted) wrong.textContent = error.message;
    }
    more.disabled = false;
  });

  function add({ items, total }) {
    list.append(...items.map(({ path, folder, reason }) => el('tr', {},
      el('td', { class: 'path', title: `${folder}/${path}` }, path), el('td', {}, reason))));
    more.hidden = items.length === 0 || list.children.length >= total;
  }

  return el('section', { class: 'card wide', 'aria-labelledby': 'failures-title' },
    title,
    el('p', { class: 'muted' }, `${count(first.total, 'file')} could not be read. Kindred tries a file again when it changes.`),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Files that could not be read' },
      el('table', {},
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'File'), el('th', { scope: 'col' }, 'Reason'))), list)),
    wrong, more);
}
