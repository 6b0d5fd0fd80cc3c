// All pictures, however many: those in view are there, and the others come as one scrolls or jumps.
import { api } from '../api.js';
import { count, el, fault, state } from '../dom.js';
import { labelFilter } from '../filter.js';
import { Pages } from '../gallery/pages.js';
import { SearchBy } from '../gallery/search-by.js';
import { Jump, orderOf, sorting } from '../gallery/tools.js';
import { VirtualGrid } from '../gallery/virtual-grid.js';
import { note } from '../router.js';
import { sequences } from '../sequences.js';
import { colorFilter } from '../swatches.js';
import { tile } from '../tile.js';
import { whereFilter } from '../where.js';

export const title = 'Gallery';

const typingPause = 200;
const computingPause = 1000;

export async function show(root, { query }, signal, place) {
  const asked = {
    label: query.getAll('label'), color: query.get('color') ?? '', where: query.get('where') ?? '', q: query.get('q') ?? '',
    sort: orderOf(query.get('sort')),
  };
  let asking;
  let pages;
  let typing;
  signal.addEventListener('abort', () => {
    asking?.abort();
    clearTimeout(typing);
  });

  const [filter, where, { total }, words] = await Promise.all([
    labelFilter(asked.label, (label) => restart({ label }), signal),
    whereFilter(asked.where, (text) => restart({ where: text }), signal), api.images({ limit: 1 }, signal), api.words(signal),
  ]);
  if (total === 0) {
    root.replaceChildren(state('grid', 'No pictures yet', 'Index a folder of pictures: kindred index FOLDER. This page then shows them.'));
    return;
  }

  const heading = el('p', { class: 'muted', role: 'status' });
  const search = el('input', { type: 'search', value: asked.q, maxlength: 1000 });
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => restart({ q: search.value.trim() }), typingPause);
  });
  const by = new SearchBy(words.available, query.get('by'), search, () => restart({}));
  const sort = sorting(asked.sort, (order) => restart({ sort: order }));
  const jump = new Jump((position) => grid.scrollTo(position));
  const below = el('div');
  begin();
  const kept = () => ({ label: asked.label, where: asked.where });
  const tileOf = (image) => tile(image, { kept: kept() });
  const grid = new VirtualGrid({ pages, signal, tileOf, moved: (position) => jump.at(position) });
  sequences.set(grid.element, {
    get total() { return pages.total; },
    indexOf: (element) => grid.positionOf(element),
    at: async (position) => ({ image: await pages.fetch(position), kept: kept() }),
    focus: (position) => grid.focus(position),
  });
  root.replaceChildren(
    el('div', { class: 'head' }, el('h1', {}, 'Gallery'), heading),
    el('div', { class: 'gallery-tools' },
      el('div', { class: 'search' }, search), by.element, jump.element, sort, where ?? ''),
    ...(filter ? [filter] : []), colorFilter(asked.color, (color) => restart({ color })), grid.element, below);
  await fill(place);

  function begin() {
    asking?.abort();
    asking = new AbortController();
    pages = new Pages(read, arrived, asking.signal);
  }

  // The order by similarity is made in the background; the server says so, and is asked again.
  async function read(offset, limit, mine) {
    if (by.finds(asked.q)) return by.read(asked, mine);
    for (;;) {
      const answer = await api.images({ ...asked, offset, limit }, mine);
      if (answer.status !== 202) return answer;
      heading.textContent = 'Similar pictures are being put together…';
      await new Promise((resolve) => { setTimeout(resolve, computingPause); });
    }
  }

  function arrived(first, last, error) {
    // What is there stays, and nothing but the button asks again.
    below.replaceChildren(...(error ? [fault(error, () => {
      below.replaceChildren();
      pages.retry();
      grid.draw();
    })] : []));
    if (!error && grid) grid.arrived(first, last);
  }

  async function fill(where) {
    const mine = pages;
    try {
      await mine.fetch(0);
    } catch (error) {
      if (mine === pages && !signal.aborted) below.replaceChildren(fault(error, () => restart({})));
      return;
    }
    if (mine !== pages || signal.aborted) return;
    // Words put what they find into an order of their own.
    const isNearest = by.finds(asked.q);
    sort.hidden = isNearest;
    heading.textContent = isNearest ? `${count(mine.total, 'picture')} nearest to the words “${asked.q}”` : mine.total === total
      ? count(total, 'picture')
      : `${mine.total.toLocaleString('en')} of ${count(total, 'picture')}`;
    below.replaceChildren(...(mine.total === 0
      ? [isNearest
          ? state('search', 'Nothing has these labels, colors and filters', 'Choose others.')
          : asked.q
            ? state('search', 'No name contains that', 'Try a shorter part of the name, or other labels, colors and filters.')
            : state('search', 'No picture fits', 'Choose other labels, colors or filters.')]
      : []));
    grid.start();
    grid.draw();
    if (where) {
      scrollTo(0, where.y);
      grid.draw();
    }
    if (isNearest) jump.clear();
    else jump.fill(asked, asking.signal).then(() => grid.draw()).catch(() => {});
  }

  function restart(values) {
    Object.assign(asked, values);
    note('gallery', [], { ...asked, sort: asked.sort === 'name' ? '' : asked.sort, by: by.noted });
    begin();
    grid.restart(pages);
    below.replaceChildren();
    grid.toTop();
    return fill();
  }
}
