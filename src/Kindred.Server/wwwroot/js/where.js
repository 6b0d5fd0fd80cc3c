// The filter by what a shop says of pictures: price < 300 and inStock. Names, signs and values are suggested as one types.
import { api } from './api.js';
import { el } from './dom.js';
import { complete, expected, quoted, quotedName } from './where-grammar.js';

const typingPause = 150;
const mostShown = 12;
let boxes = 0;

/**
 * The filter; nothing where the gallery has no attributes.
 * @param text The filter at first; it may be wrong.
 * @param changed Told a filter that can be understood, or nothing, once it is to hold.
 */
export async function whereFilter(text, changed, signal) {
  const { items: attributes } = await api.attributes(signal);
  return attributes.length === 0 && !text ? null : new WhereBox(attributes, text, changed, signal).element;
}

class WhereBox {
  #attributes;
  #changed;
  #signal;
  #applied;
  #number = ++boxes;
  #options = [];
  #fragment = ''; // What has been begun of the word that the suggestions are for.
  #chosen = -1;
  #typing = 0;
  #turn = 0;

  constructor(attributes, text, changed, signal) {
    this.#attributes = attributes.map(({ name, type }) => ({ name, type }));
    this.#changed = changed;
    this.#signal = signal;
    this.#applied = text;
    const list = `where-list-${this.#number}`;
    const wrong = `where-wrong-${this.#number}`;
    this.input = el('input', {
      type: 'text', value: text, role: 'combobox', 'aria-label': 'Only pictures that match this filter', 'aria-autocomplete': 'list',
      'aria-expanded': 'false', 'aria-controls': list, 'aria-describedby': wrong, maxlength: 4000, autocomplete: 'off', spellcheck: 'false',
      autocapitalize: 'off', placeholder: `Filter: ${exampleOf(this.#attributes)}`,
      on: {
        input: () => this.#soon(), focus: () => this.#soon(), click: () => this.#soon(), keydown: (event) => this.#key(event),
        blur: () => this.#leave(),
      },
    });
    this.list = el('ul', { id: list, class: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
    this.wrong = el('p', { id: wrong, class: 'error one-line', role: 'alert' });
    this.clear = el('button', {
      type: 'button', class: 'quiet', hidden: !text, on: { click: () => this.#empty() },
    }, 'Clear');
    this.element = el('div', { class: 'where-box' }, el('div', { class: 'field' }, this.input, this.list), this.clear, this.wrong);
    signal.addEventListener('abort', () => clearTimeout(this.#typing));
    if (text) this.#check(text).catch(() => {});
  }

  // Suggestions come when typing pauses, for they may have to be asked for.
  #soon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#suggest().catch(() => this.#close()), typingPause);
  }

  async #suggest() {
    const turn = ++this.#turn;
    const { value, selectionStart: at } = this.input;
    const next = expected(value.slice(0, at), this.#attributes);
    const found = await this.#find(next);
    if (turn !== this.#turn || document.activeElement !== this.input) return;
    this.#options = found.slice(0, mostShown);
    this.#chosen = -1;
    this.list.replaceChildren(...this.#options.map((option, index) => el('li', {
      role: 'option', id: this.#id(index), 'aria-selected': 'false',
      // The press must not take the focus, or the list would be gone before the click.
      on: { pointerdown: (event) => event.preventDefault(), click: () => this.#take(option, next.fragment) },
    }, el('span', {}, option.text), option.about ? el('span', { class: 'muted' }, option.about) : null)));
    this.#fragment = next.fragment;
    this.#show(this.#options.length > 0);
  }

  async #find({ kind, fragment, attribute }) {
    const like = (texts) => texts.filter(({ text }) => text.toLowerCase().startsWith(fragment.toLowerCase()));
    if (kind === 'name') {
      return like(this.#attributes.map(({ name, type }) => ({ text: quotedName(name), about: type })));
    }
    if (kind !== 'value') return like(complete(kind, attribute));
    if (attribute.isUnknown) return []; // That it is wrong is said once the filter is to hold.
    if (attribute.type === 'boolean') return like([{ text: 'true' }, { text: 'false' }]);
    const wanted = fragment.replace(/^['"]/, '');
    const values = await api.attributeValues(attribute.name, { q: wanted, limit: mostShown }, this.#signal);
    if (attribute.type === 'number') {
      return wanted || values.least === null ? [] : [
        { text: String(values.least), about: 'least' }, { text: String(values.most), about: 'most' },
      ].slice(0, values.least === values.most ? 1 : 2);
    }
    return values.items.map(({ value, images }) => ({ text: quoted(value), about: images.toLocaleString('en') }));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isOpen = !this.list.hidden;
    const act = {
      ArrowDown: () => (isOpen ? this.#choose(this.#chosen + 1) : this.#soon()),
      ArrowUp: isOpen && (() => this.#choose(this.#chosen - 1)),
      Enter: () => {
        if (isOpen && this.#chosen >= 0) this.#take(this.#options[this.#chosen], this.#fragment);
        else this.#apply();
      },
      Tab: isOpen && this.#chosen >= 0 && !event.shiftKey && (() => this.#take(this.#options[this.#chosen], this.#fragment)),
      Escape: isOpen && (() => this.#close()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #choose(index) {
    const count = this.#options.length;
    this.#chosen = index >= count ? -1 : index < -1 ? count - 1 : index;
    [...this.list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === this.#chosen)));
    if (this.#chosen < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', this.#id(this.#chosen));
    this.list.children[this.#chosen]?.scrollIntoView({ block: 'nearest' });
  }

  // Takes the place of what was begun, and goes on behind it.
  #take({ text }, fragment) {
    const { value, selectionStart: at } = this.input;
    const before = `${value.slice(0, at - fragment.length)}${text} `;
    this.input.value = before + value.slice(at).trimStart();
    this.input.setSelectionRange(before.length, before.length);
    this.#close();
    this.input.focus();
    this.#soon();
  }

  #id = (index) => `where-${this.#number}-${index}`;

  #show(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) this.input.removeAttribute('aria-activedescendant');
  }

  #close() {
    this.#turn += 1;
    clearTimeout(this.#typing);
    this.#chosen = -1;
    this.#show(false);
  }

  #leave() {
    this.#close();
    if (!this.#signal.aborted && this.input.value.trim() !== this.#applied) this.#apply();
  }

  #empty() {
    this.input.value = '';
    this.input.focus();
    this.#apply();
  }

  // What cannot be understood changes nothing but the line below.
  async #apply() {
    this.#close();
    const text = this.input.value.trim();
    this.clear.hidden = !text;
    try {
      if (text && !await this.#check(text)) return;
    } catch {
      return;
    }
    this.#say('');
    if (this.#signal.aborted || text === this.#applied) return;
    this.#applied = text;
    this.#changed(text);
  }

  async #check(text) {
    try {
      await api.images({ where: text, limit: 1 }, this.#signal);
      return true;
    } catch (error) {
      if (this.#signal.aborted) throw error;
      if (this.input.value.trim() === text) this.#say(error.message);
      return false;
    }
  }

  #say(message) {
    this.wrong.textContent = message;
    this.wrong.title = message;
    if (message) this.input.setAttribute('aria-invalid', 'true');
    else this.input.removeAttribute('aria-invalid');
  }
}

// With the library's own names, and both kinds of conditions where it has both.
function exampleOf(attributes) {
  const number = attributes.find(({ type }) => type === 'number');
  const flag = attributes.find(({ type }) => type === 'boolean');
  const text = attributes.find(({ type }) => type === 'text' || type === 'tags');
  return [number && `${quotedName(number.name)} < 300`, flag && quotedName(flag.name), text && !(number && flag) && `${quotedName(text.name)} = …`]
    .filter(Boolean).slice(0, 2).join(' and ') || 'name = value';
}
