// What one looks through the gallery with: the order of its pictures, and where to jump to in it.
import { api } from '../api.js';
import { el } from '../dom.js';

const orders = {
  name: 'Name', newest: 'Newest first', oldest: 'Oldest first', largest: 'Largest files first', smallest: 'Smallest files first',
  similarity: 'Similar together',
};

/** The order of an address that is one; by name otherwise. */
export const orderOf = (text) => (text in orders ? text : 'name');

/** The choice of an order. */
export const sorting = (order, changed) => {
  const select = el('select', { on: { change: () => changed(select.value) } },
    Object.entries(orders).map(([value, text]) => el('option', { value, selected: value === order }, text)));
  return el('label', { class: 'tool' }, el('span', {}, 'Sort'), select);
};

/** The choice of a place to jump to: labels, first letters or months, as the order has them. */
export class Jump {
  #select = el('select', {});
  #sections = [];

  /** @param jump told the position to go to. */
  constructor(jump) {
    this.#select.addEventListener('change', () => jump(this.#sections[this.#select.selectedIndex].offset));
    this.element = el('label', { class: 'tool', hidden: true }, el('span', {}, 'Jump to'), this.#select);
  }

  /** Reads the places of a list. */
  async fill(asked, signal) {
    const { items: sections = [] } = await api.sections(asked, signal);
    this.#sections = sections;
    this.#select.replaceChildren(...sections.map(({ name, images }) => el('option', {}, `${said(name)} (${images.toLocaleString('en')})`)));
    this.element.hidden = sections.length === 0;
  }

  /** Has nowhere to jump to. */
  clear() {
    this.#sections = [];
    this.element.hidden = true;
  }

  /** Shows where one is. */
  at(position) {
    if (this.#sections.length === 0 || this.#select === document.activeElement) return;
    const next = this.#sections.findIndex(({ offset }) => offset > position);
    this.#select.selectedIndex = (next < 0 ? this.#sections.length : next) - 1;
  }
}

// Months and days come as 2024-05 and 2024-05-12.
function said(name) {
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(name ?? '') ?? [];
  if (!year) return name ?? 'no label';
  return new Date(Date.UTC(year, month - 1, day ?? 1))
    .toLocaleDateString('en', { year: 'numeric', month: 'long', day: day && 'numeric', timeZone: 'UTC' });
}
