// How near one looks at a picture: it is drawn whole at first, and may be moved where it is larger than its stage.
import { listen } from '../gestures.js';

const most = 12;
const byClick = 2.5;
const swipe = 60; // Pixels.

export class Zoom {
  #stage;
  #picture = null;
  #scale = 1;
  #x = 0;
  #y = 0;
  #dragged = 0;

  /** @param step told -1 or 1 where a finger wipes over a picture that is whole. */
  constructor(stage, step, signal) {
    this.#stage = stage;
    listen(stage, {
      pan: (right, down) => {
        this.#dragged += right;
        this.pan(right, down);
      },
      zoom: (factor, left, top) => this.by(factor, left, top),
      hover: () => {},
      leave: () => {},
      tap: (left, top, isTouch) => {
        this.#dragged = 0;
        if (!isTouch) this.by(this.#scale > 1 ? 0 : byClick, left, top);
      },
      release: () => {
        if (this.#scale === 1 && Math.abs(this.#dragged) > swipe) step(-Math.sign(this.#dragged));
        this.#dragged = 0;
      },
    }, signal);
  }

  /** How near one is, 1 for the whole picture. */
  get scale() {
    return this.#scale;
  }

  /** Another picture, drawn whole. */
  use(picture) {
    this.#picture = picture;
    this.whole();
  }

  whole() {
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#draw();
  }

  /** Zooms; what is at the place given, in pixels, stays there. */
  by(factor, left = this.#stage.clientWidth / 2, top = this.#stage.clientHeight / 2) {
    const before = this.#scale;
    this.#scale = Math.min(Math.max(before * factor, 1), most);
    const change = this.#scale / before;
    const [right, down] = [left - this.#stage.clientWidth / 2, top - this.#stage.clientHeight / 2];
    this.#x = right - (right - this.#x) * change;
    this.#y = down - (down - this.#y) * change;
    this.#draw();
  }

  /** Moves the picture by so many pixels, as far as it is larger than its stage. */
  pan(right, down) {
    this.#x += right;
    this.#y += down;
    this.#draw();
  }

  #draw() {
    if (!this.#picture) return;
    const { offsetWidth: width, offsetHeight: height } = this.#picture;
    const within = (value, size, room) => {
      const most = Math.max(0, (size * this.#scale - room) / 2);
      return Math.max(-most, Math.min(most, value));
    };
    this.#x = within(this.#x, width, this.#stage.clientWidth);
    this.#y = within(this.#y, height, this.#stage.clientHeight);
    this.#picture.style.transform = this.#scale === 1 ? '' : `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#stage.classList.toggle('near', this.#scale > 1);
  }
}
