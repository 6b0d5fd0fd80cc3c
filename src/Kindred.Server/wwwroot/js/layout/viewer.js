// Brings the parts of the view together: where one looks, what is drawn there, and what hands and keys do about it.
import { listen } from '../gestures.js';
import { go, note } from '../router.js';
import { Camera } from './camera.js';
import { Card } from './card.js';
import { Drawing } from './drawing.js';
import { Grid } from './grid.js';
import { namesOf } from './names.js';
import { Thumbnails } from './thumbnails.js';
import { nearest, next, wayOf } from './walk.js';

const nearby = { mouse: 10, touch: 22 }; // Pixels around a dot that still mean it.
const bySteps = 1.5;

export class Viewer {
  #parts;
  #signal;
  #points;
  #names;
  #camera;
  #grid;
  #drawing;
  #thumbnails;
  #card;
  #placed = [];
  #marked = null;
  #cardHasLink = false;
  #frame = 0;
  #noting;

  constructor(parts, signal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#points = parts.points;
    this.#names = namesOf(parts.points);
    this.#camera = new Camera(parts.points);
    this.#grid = new Grid(parts.points);
    this.#drawing = new Drawing(parts.canvas, parts.palette);
    this.#thumbnails = new Thumbnails(() => this.#redraw(), signal);
    this.#card = new Card(parts.stage, signal);
    parts.stage.append(this.#card.element);
  }

  /** To be called when the stage is in the page. */
  start() {
    const { canvas, stage, at } = this.#parts;
    this.#resize();
    const place = (at ?? '').split(',').map(Number);
    if (place.length === 3 && place.every(Number.isFinite) && place[2] > 0) this.#camera.lookAt(...place);
    else this.#camera.fit();
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(stage);
    document.addEventListener('theme', () => {
      this.#drawing.theme();
      this.#redraw();
    }, { signal: this.#signal });
    this.#signal.addEventListener('abort', () => {
      watch.disconnect();
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#noting);
    });
    canvas.addEventListener('keydown', (event) => this.#key(event), { signal: this.#signal });
    listen(canvas, {
      pan: (right, down) => this.#move(() => this.#camera.pan(right, down)),
      zoom: (factor, left, top) => this.#move(() => this.#camera.zoomBy(factor, left, top)),
      hover: (left, top) => this.#mark(this.#at(left, top, nearby.mouse)),
      leave: () => this.#mark(null),
      tap: (left, top, isTouch) => this.#tap(left, top, isTouch),
    }, this.#signal);
  }

  zoomIn() {
    this.#move(() => this.#camera.zoomBy(bySteps));
  }

  zoomOut() {
    this.#move(() => this.#camera.zoomBy(1 / bySteps));
  }

  fit() {
    this.#move(() => this.#camera.fit());
  }

  labelsChanged() {
    const { points, hidden } = this.#parts;
    this.#points = points.filter(({ label }) => !hidden.has(label));
    this.#names = namesOf(this.#points);
    this.#grid.use(this.#points);
    this.#mark(null);
    this.#redraw();
  }

  // What moves the layout also takes the card away, which would otherwise stand beside nothing.
  #move(change) {
    change();
    this.#mark(null);
    this.#redraw();
    clearTimeout(this.#noting);
    this.#noting = setTimeout(() => {
      const { x, y, zoom } = this.#camera;
      note('layout', [], { at: [x, y, zoom].map((number) => number.toFixed(4)).join(',') }); // Back finds the same place.
    }, 300);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#parts.stage;
    if (width === 0 || height === 0) return;
    this.#camera.resize(width, height);
    this.#drawing.resize(width, height);
    this.#redraw();
  }

  #redraw() {
    if (this.#frame || this.#signal.aborted) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#placed = this.#grid.place(this.#camera);
      this.#thumbnails.want(this.#placed.map(({ point }) => point));
      this.#drawing.draw({
        points: this.#points, camera: this.#camera, placed: this.#placed, marked: this.#marked, names: this.#names,
        pictureOf: (point) => this.#thumbnails.of(point),
      });
      if (this.#marked) this.#card.show(this.#marked, this.#placeOf(this.#marked), this.#cardHasLink);
    });
  }

  #mark(point, cardHasLink = false) {
    this.#parts.canvas.classList.toggle('over', point !== null);
    if (point === this.#marked && cardHasLink === this.#cardHasLink) return;
    this.#marked = point;
    this.#cardHasLink = cardHasLink;
    if (!point) this.#card.hide();
    this.#redraw();
  }

  #placeOf(point) {
    const place = this.#placed.find((one) => one.point === point && this.#thumbnails.of(point));
    return place ?? { left: this.#camera.left(point.x) - 5, top: this.#camera.top(point.y) - 5, side: 10 };
  }

  // The picture that is drawn there, or else the nearest dot.
  #at(left, top, reach) {
    const hit = this.#placed.find((place) => this.#thumbnails.of(place.point)
      && left >= place.left && left <= place.left + place.side && top >= place.top && top <= place.top + place.side);
    if (hit) return hit.point;
    const point = nearest(this.#points, this.#planeAt(left, top));
    return point && Math.hypot(this.#camera.left(point.x) - left, this.#camera.top(point.y) - top) <= reach ? point : null;
  }

  #planeAt(left, top) {
    const { x, y, scale, width, height } = this.#camera;
    return { x: x + (left - width / 2) / scale, y: y + (top - height / 2) / scale };
  }

  #tap(left, top, isTouch) {
    const point = this.#at(left, top, isTouch ? nearby.touch : nearby.mouse);
    if (isTouch) this.#mark(point, true);
    else if (point) go('similar', [point.id]);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = wayOf(event.key);
    const { width, height } = this.#camera;
    if (way && event.shiftKey) this.#move(() => this.#camera.pan(-way[0] * width / 6, -way[1] * height / 6));
    else if (way) this.#walk(way);
    else if (event.key === '+' || event.key === '=') this.zoomIn();
    else if (event.key === '-') this.zoomOut();
    else if (event.key === '0') this.fit();
    else if (event.key === 'Escape') this.#mark(null);
    else if (event.key === 'Enter' && this.#marked) go('similar', [this.#marked.id]);
    else return;
    event.preventDefault();
  }

  async #walk(way) {
    const { said } = this.#parts;
    const from = this.#marked;
    const point = from ? next(this.#points, from, way, 6 / this.#camera.scale) : nearest(this.#points, this.#camera);
    if (!point) {
      said.textContent = this.#points.length === 0 ? 'No labels are shown.' : 'There is no picture in that direction.';
      return;
    }
    this.#camera.show(point);
    this.#mark(point);
    this.#redraw();
    const name = await this.#card.nameOf(point).catch(() => null);
    if (name && this.#marked === point) said.textContent = point.label === null ? name : `${name}, ${point.label}`;
  }
}
