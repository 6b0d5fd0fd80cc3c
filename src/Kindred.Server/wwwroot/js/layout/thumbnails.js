// The small pictures of the layout: a few on their way at a time, those in view first, the longest unseen forgotten first.
const atOnce = 8;
const kept = 400;

export class Thumbnails {
  #pictures = new Map(); // By id, the longest unseen first; null where there is none to be had.
  #loading = new Set();
  #wanted = [];
  #arrived;

  constructor(arrived, signal) {
    this.#arrived = arrived;
    signal.addEventListener('abort', () => {
      this.#wanted = [];
      this.#arrived = () => {};
    });
  }

  /** The picture of a point if it is here. */
  of({ id }) {
    const picture = this.#pictures.get(id);
    if (picture) {
      this.#pictures.delete(id);
      this.#pictures.set(id, picture);
    }
    return picture;
  }

  /** What is in view, the most wanted first. What was wanted before and has not been asked for is given up. */
  want(points) {
    this.#wanted = points.filter((point) => !this.#pictures.has(point.id) && !this.#loading.has(point.id)).reverse();
    while (this.#loading.size < atOnce && this.#wanted.length > 0) this.#load(this.#wanted.pop());
  }

  #load(point) {
    const picture = new Image();
    const done = (result) => {
      this.#loading.delete(point.id);
      this.#pictures.set(point.id, result);
      if (this.#pictures.size > kept) this.#pictures.delete(this.#pictures.keys().next().value);
      if (this.#wanted.length > 0) this.#load(this.#wanted.pop());
      this.#arrived();
    };
    this.#loading.add(point.id);
    picture.onload = () => done(picture);
    picture.onerror = () => done(null);
    picture.src = `${point.thumbnail}&size=160`;
  }
}
