// Where on the plane one looks: the point in the middle of the window, and how many pixels are one unit of the plane.
import { gapOf } from './names.js';

const margin = 48;
const nearest = 400; // How far one may zoom in, against the whole, wherever pictures are.
const apart = 150; // Pixels between pictures that are near each other, from where on there is nothing more to see.

export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;
  #bounds = { x: 0, y: 0, width: 2, height: 2 };
  #apart = Infinity;

  /** Tells it what the layout spans, so that the whole can be shown and nobody gets lost beside it. */
  constructor(points) {
    if (points.length === 0) return;
    this.#apart = apart / gapOf(points);
    const [left, right] = extent(points, 'x');
    const [top, bottom] = extent(points, 'y');
    this.#bounds = {
      x: (left + right) / 2, y: (top + bottom) / 2,
      width: Math.max(right - left, 0.05), height: Math.max(bottom - top, 0.05),
    };
  }

  /** The scale at which the whole layout fits. */
  get whole() {
    const { width, height } = this.#bounds;
    return Math.max(1, Math.min((this.width - 2 * margin) / width, (this.height - 2 * margin) / height));
  }

  /** How near one is, 1 for the whole layout. */
  get zoom() {
    return this.scale / this.whole;
  }

  fit() {
    this.x = this.#bounds.x;
    this.y = this.#bounds.y;
    this.scale = this.whole;
  }

  /** A window of another size shows the same middle, and the whole layout if it did so before. */
  resize(width, height) {
    const zoom = this.zoom;
    this.width = width;
    this.height = height;
    this.scale = this.whole * zoom;
  }

  /** Goes to a place that was noted before. */
  lookAt(x, y, zoom) {
    this.x = x;
    this.y = y;
    this.scale = Math.min(this.whole * zoom, this.#most);
    this.#stay();
  }

  left(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  top(y) {
    return (y - this.y) * this.scale + this.height / 2;
  }

  /** Moves what is shown by so many pixels. */
  pan(right, down) {
    this.x -= right / this.scale;
    this.y -= down / this.scale;
    this.#stay();
  }

  /** Zooms; what is at the place given, in pixels, stays there. */
  zoomBy(factor, left = this.width / 2, top = this.height / 2) {
    const before = this.scale;
    this.scale = Math.min(Math.max(before * factor, this.whole * 0.8), this.#most);
    const change = 1 / before - 1 / this.scale;
    this.x += (left - this.width / 2) * change;
    this.y += (top - this.height / 2) * change;
    this.#stay();
  }

  /** Brings a point into view if it is outside or at the border. */
  show({ x, y }) {
    const [left, top] = [this.left(x), this.top(y)];
    if (left > margin && left < this.width - margin && top > margin && top < this.height - margin) return;
    this.x = x;
    this.y = y;
  }

  // Nearer than this the pictures would only be farther from each other.
  get #most() {
    return Math.max(this.whole * 2, Math.min(this.whole * nearest, this.#apart));
  }

  // The middle of the window stays on the layout.
  #stay() {
    const { x, y, width, height } = this.#bounds;
    this.x = Math.min(Math.max(this.x, x - width / 2), x + width / 2);
    this.y = Math.min(Math.max(this.y, y - height / 2), y + height / 2);
  }
}

function extent(points, axis) {
  let [low, high] = [Infinity, -Infinity];
  for (const point of points) {
    low = Math.min(low, point[axis]);
    high = Math.max(high, point[axis]);
  }
  return [low, high];
}
