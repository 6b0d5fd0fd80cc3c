// A grid of any number of tiles, of which only those in view and near it are there. The window scrolls it.
import { el } from '../dom.js';

const ahead = 1.5; // Windows above and below that are ready before they come into view.
const pause = 60; // What only flies past is not asked for.

export class VirtualGrid {
  #pages;
  #tileOf;
  #signal;
  #moved;
  #places = new Map(); // The elements that are there, by position.
  #probe = el('div', { class: 'caption-probe', 'aria-hidden': 'true' });
  #columns = 1;
  #row = 1;
  #gap = 0;
  #column = 1;
  #frame = 0;
  #asking = 0;
  #isStarted = false;

  /**
   * @param tileOf makes the tile of a picture at a position.
   * @param moved told the position of the first picture in view after every change.
   */
  constructor({ pages, tileOf, moved, signal }) {
    this.#pages = pages;
    this.#tileOf = tileOf;
    this.#moved = moved;
    this.#signal = signal;
    this.element = el('div', { class: 'grid virtual' });
  }

  /** To be called when the element is in the page and the number of pictures is known. */
  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#measure();
    const size = new ResizeObserver(() => this.#resized());
    size.observe(this.element);
    addEventListener('scroll', () => this.#soon(), { signal: this.#signal, passive: true });
    addEventListener('resize', () => this.#soon(), { signal: this.#signal });
    this.#signal.addEventListener('abort', () => {
      size.disconnect();
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#asking);
    });
  }

  /** Other pictures stand in the list from now on. */
  restart(pages) {
    this.#pages = pages;
    for (const place of this.#places.values()) remove(place);
    this.#places.clear();
    this.draw();
  }

  /** Pictures have arrived: their tiles take the place of grey ones. */
  arrived(first, last) {
    for (const [position, place] of this.#places) if (!place.image && position >= first && position < last) this.#drop(position);
    this.draw();
  }

  /** Scrolls so that a position is the first in view, or anywhere in view if it need not be the first. */
  scrollTo(position, { first = true } = {}) {
    const top = this.element.getBoundingClientRect().top + scrollY + Math.floor(position / this.#columns) * this.#row;
    const bar = this.#covered();
    if (!first && top >= scrollY + bar && top + this.#row <= scrollY + innerHeight) return;
    scrollTo(0, first ? top - bar - this.#gap / 2 : top - (innerHeight - this.#row) / 2);
    this.draw();
  }

  /** Back to the first picture, for whoever has scrolled past it. */
  toTop() {
    if (this.element.getBoundingClientRect().top < this.#covered()) this.scrollTo(0);
  }

  /** Scrolls to a picture and puts the focus on it. */
  async focus(position) {
    this.scrollTo(position, { first: false });
    await this.#pages.fetch(position);
    if (this.#signal.aborted) return;
    this.draw();
    this.#places.get(position)?.element.querySelector('.picture')?.focus({ preventScroll: true });
  }

  /** Where a tile stands in the list. */
  positionOf(tile) {
    for (const [position, { element }] of this.#places) if (element === tile) return position;
    return -1;
  }

  /** Draws what is in view now. */
  draw() {
    if (!this.#isStarted || !this.element.isConnected) return;
    const rows = Math.ceil(this.#pages.total / this.#columns);
    // A feed of nothing is none.
    for (const [name, value] of [['role', 'feed'], ['aria-label', 'Pictures']]) {
      if (rows > 0) this.element.setAttribute(name, value);
      else this.element.removeAttribute(name);
    }

    this.element.style.height = `${Math.max(0, rows * this.#row - this.#gap)}px`;
    const { top } = this.element.getBoundingClientRect();
    const more = ahead * innerHeight;
    const row = (pixels) => Math.min(rows, Math.max(0, Math.floor(pixels / this.#row)));
    const first = row(-top - more) * this.#columns;
    const last = Math.min((row(innerHeight - top + more) + 1) * this.#columns, this.#pages.total);
    for (const [position, { element }] of this.#places) {
      // What has the focus stays, or keys would have nowhere to go on from.
      if ((position < first || position >= last) && !element.contains(document.activeElement)) this.#drop(position);
    }

    let before = null;
    for (let position = last - 1; position >= first; position -= 1) {
      const place = this.#places.get(position) ?? this.#add(position, before);
      before = place.element;
    }

    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#pages.want(first, last), this.#places.size ? pause : 0);
    this.#moved(Math.min(row(this.#covered() - top + this.#gap) * this.#columns, Math.max(0, this.#pages.total - 1)));
  }

  #add(position, before) {
    const image = this.#pages.at(position);
    const element = image ? this.#tileOf(image, position) : el('div', { class: 'tile waiting', 'aria-hidden': 'true' });
    element.style.width = `${this.#column}px`;
    element.style.height = `${this.#row - this.#gap}px`;
    element.style.left = `${(position % this.#columns) * (this.#column + this.#gap)}px`;
    element.style.top = `${Math.floor(position / this.#columns) * this.#row}px`;
    if (image) {
      element.setAttribute('aria-posinset', position + 1);
      element.setAttribute('aria-setsize', this.#pages.total);
    }
    if (before) before.before(element);
    else this.#append(position, element);
    const place = { element, image };
    this.#places.set(position, place);
    return place;
  }

  // Elements stand in the order of the list, so that Tab goes through them in it.
  #append(position, element) {
    const next = [...this.#places.keys()].filter((other) => other > position).sort((a, b) => a - b)[0];
    if (next === undefined) this.element.append(element);
    else this.#places.get(next).element.before(element);
  }

  #drop(position) {
    remove(this.#places.get(position));
    this.#places.delete(position);
  }

  #measure() {
    const style = getComputedStyle(this.element);
    const columns = style.gridTemplateColumns.split(' ').map(parseFloat);
    this.element.append(this.#probe);
    const caption = this.#probe.offsetHeight;
    this.#probe.remove();
    this.#gap = parseFloat(style.rowGap) || 0;
    const before = [this.#columns, this.#column, this.#row].join();
    this.#columns = columns.length;
    [this.#column] = columns;
    this.#row = Math.round(this.#column + caption) + this.#gap;
    return before !== [this.#columns, this.#column, this.#row].join();
  }

  // A window of another width has the same picture at its top.
  #resized() {
    if (!this.element.isConnected) return;
    const { top } = this.element.getBoundingClientRect();
    const first = Math.max(0, Math.floor((this.#covered() - top) / this.#row)) * this.#columns;
    if (!this.#measure()) return;
    for (const [position, place] of this.#places) {
      remove(place);
      this.#places.delete(position);
    }
    this.draw();
    if (top < 0) this.scrollTo(first);
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  }

  // What stands over the top of the window.
  #covered() {
    return [...document.querySelectorAll('.top, .gallery-tools')]
      .filter((bar) => getComputedStyle(bar).position === 'sticky')
      .reduce((sum, bar) => Math.max(sum, Math.max(0, parseFloat(getComputedStyle(bar).top) || 0) + bar.offsetHeight), 0);
  }
}

// A picture that nobody waits for any more need not arrive.
function remove({ element }) {
  const picture = element.querySelector('img');
  if (picture && !picture.complete) picture.removeAttribute('src');
  element.remove();
}
