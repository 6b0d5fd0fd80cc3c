// All pictures, page by page as one scrolls.
import { api } from '../api.js';
import { count, el, fault, state } from '../dom.js';
import { labelFilter } from '../filter.js';
import { note } from '../router.js';
import { colorFilter } from '../swatches.js';
import { tile } from '../tile.js';

export const title = 'Gallery';

const pageSize = 100;
const typingPause = 200;

export async function show(root, { query }, signal) {
  let labels = query.getAll('label');
  let text = query.get('q') ?? '';
  let color = query.get('color') ?? '';
  let asking = new AbortController();
  let typing;
  signal.addEventListener('abort', () => {
    asking.abort();
    clearTimeout(typing);
  });

  const heading = el('p', { class: 'muted', role: 'status' });
  const search = el('input', {
    type: 'search', value: text, placeholder: 'Part of the name', 'aria-label': 'Search by name', maxlength: 1000,
  });
  const grid = el('div', { class: 'grid' });
  const wrong = el('div');
  const more = el('button', { type: 'button', class: 'more', hidden: true }, 'Load more');
  const filter = await labelFilter(labels, (chosen) => {
    labels = chosen;
    restart();
  }, signal);
  const colors = colorFilter(color, (chosen) => {
    color = chosen;
    restart();
  });
  const { total } = await api.images({ limit: 1 }, signal);
  if (total === 0) {
    root.replaceChildren(state('grid', 'No pictures yet', 'Index a folder of pictures: kindred index FOLDER. This page then shows them.'));
    return;
  }

  root.replaceChildren(
    el('div', { class: 'head' }, el('h1', {}, 'Gallery'), heading, el('div', { class: 'search' }, search)),
    ...(filter ? [filter] : []), colors, grid, wrong, more);

  // The next page is fetched before its place comes into view.
  const watch = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting) && !more.hidden && !more.disabled) load();
  }, { rootMargin: '1200px' });

  async function load() {
    const { signal: mine } = asking;
    more.disabled = true;
    wrong.replaceChildren();
    try {
      const page = await api.images({ label: labels, color, q: text, offset: grid.children.length, limit: pageSize }, mine);
      grid.append(...page.items.map((image) => tile(image, { labels })));
      heading.textContent = page.total === total
        ? count(total, 'picture')
        : `${page.total.toLocaleString('en')} of ${count(total, 'picture')}`;
      more.hidden = grid.children.length >= page.total;
      if (page.total === 0) {
        grid.replaceChildren(state('search', 'Nothing is called that', 'Try a shorter part of the name, or other labels and colors.'));
      }
    } catch (error) {
      if (mine.aborted) return;
      // What is there stays, and nothing but the button asks again.
      more.hidden = true;
      wrong.replaceChildren(fault(error, load));
    }
    more.disabled = false;
    // An observer speaks only of changes: on a tall screen the button is near before and after, and one more page is wanted.
    watch.unobserve(more);
    watch.observe(more);
  }

  function restart() {
    asking.abort();
    asking = new AbortController();
    note('gallery', [], { label: labels, color, q: text });
    grid.replaceChildren();
    return load();
  }

  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      text = search.value.trim();
      restart();
    }, typingPause);
  });
  more.addEventListener('click', load);
  signal.addEventListener('abort', () => watch.disconnect());
  await load();
}
