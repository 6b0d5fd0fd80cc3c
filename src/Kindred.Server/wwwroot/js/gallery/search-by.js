// What the search box compares with: what pictures show, where the library's model knows words, or what they are called.
import { api } from '../api.js';
import { el } from '../dom.js';

const most = 100;
const hints = { words: 'What they show, such as red sofa', name: 'Part of the name' };

export class SearchBy {
  #by;
  #box;

  /**
   * @param available Whether the library can be searched by words.
   * @param asked What the address asks for: name, or anything else for words where there are any.
   * @param box The search box.
   * @param changed Told when another is chosen.
   */
  constructor(available, asked, box, changed) {
    this.available = available;
    this.#by = available && asked !== 'name' ? 'words' : 'name';
    this.#box = box;
    const select = el('select', {
      on: {
        change: () => {
          this.#by = select.value;
          this.#tell();
          changed();
        },
      },
    }, ['words', 'name'].map((value) => el('option', { value, selected: value === this.#by }, value)));
    this.element = el('label', { class: 'tool', hidden: !available }, el('span', {}, 'Search by'), select);
    this.#tell();
  }

  /** Whether a text is searched by words. */
  finds(text) {
    return this.#by === 'words' && Boolean(text);
  }

  /** What the address has to say of it; what goes without saying is left out. */
  get noted() {
    return this.available && this.#by === 'name' ? 'name' : '';
  }

  /** Pictures that words describe, nearest first, in the form of a list. */
  async read({ q, label, color, where }, signal) {
    const { items: results } = await api.searchWords({ text: q, limit: most, label, color, where }, signal);
    return { total: results.length, items: results };
  }

  #tell() {
    this.#box.placeholder = hints[this.#by];
    this.#box.setAttribute('aria-label', this.#by === 'words' ? 'Search by words' : 'Search by name');
  }
}
