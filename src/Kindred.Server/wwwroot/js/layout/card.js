// The card of a picture: what it shows larger, and what it is called. Points have no names; they are asked for when needed.
import { api } from '../api.js';
import { el, nameOf } from '../dom.js';
import { labelOf } from '../filter.js';
import { address } from '../router.js';

const gap = 14;
const pause = 80; // A pointer that only passes over needs no names.

export class Card {
  #stage;
  #signal;
  #names = new Map();
  #shown = null;
  #asking;

  constructor(stage, signal) {
    this.#stage = stage;
    this.#signal = signal;
    this.element = el('div', { class: 'layout-card', hidden: true });
  }

  /**
   * Shows the card of a point beside the place where it is drawn.
   * @param place left, top and side of what is drawn.
   * @param withLink On touch the first tap shows, and the link goes on.
   */
  show(point, place, withLink) {
    if (this.#shown !== point || withLink !== this.element.classList.contains('linked')) this.#fill(point, withLink);
    this.element.hidden = false;
    const [width, height] = [this.element.offsetWidth, this.element.offsetHeight];
    const [across, down] = [this.#stage.clientWidth, this.#stage.clientHeight];
    const right = place.left + place.side + gap;
    const left = right + width <= across ? right : place.left - gap - width;
    this.element.style.left = `${Math.min(Math.max(left, 4), Math.max(across - width - 4, 4))}px`;
    this.element.style.top = `${Math.min(Math.max(place.top + place.side / 2 - height / 2, 4), Math.max(down - height - 4, 4))}px`;
  }

  hide() {
    clearTimeout(this.#asking);
    this.#shown = null;
    this.element.hidden = true;
  }

  /** What a picture is called. */
  async nameOf({ id }) {
    if (!this.#names.has(id)) this.#names.set(id, nameOf((await api.image(id, this.#signal)).path));
    return this.#names.get(id);
  }

  #fill(point, withLink) {
    this.#shown = point;
    const name = el('span', { class: 'name' }, this.#names.get(point.id) ?? '…');
    this.element.classList.toggle('linked', withLink);
    this.element.replaceChildren(
      el('img', { src: `${point.thumbnail}&size=320`, alt: '', decoding: 'async' }),
      name,
      labelOf(point) ? el('span', { class: 'muted' }, labelOf(point)) : '',
      withLink ? el('a', { class: 'button', href: address('similar', [point.id]) }, 'Similar pictures') : '');
    clearTimeout(this.#asking);
    this.#asking = setTimeout(async () => {
      try {
        name.textContent = await this.nameOf(point);
      } catch (error) {
        if (!this.#signal.aborted) name.textContent = error.message;
      }
    }, this.#names.has(point.id) ? 0 : pause);
  }
}
