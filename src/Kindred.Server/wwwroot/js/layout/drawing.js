// Draws the layout: a dot for every picture, and over the dots the pictures that have room.
const many = 5000;
const mostLost = 0.1; // Of the longer side of a picture; where a square would cut off more, the whole is drawn.
const farthestForNames = 8; // Nearer than this, pictures say more than the names of their labels.

export class Drawing {
  #canvas;
  #context;
  #dots = new Map();
  #colors;
  #palette;
  #density = 1;

  constructor(canvas, palette) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#palette = palette;
    this.theme();
  }

  /** Reads the colors of the page again. */
  theme() {
    const style = getComputedStyle(document.documentElement);
    const names = ['ground', 'text', 'accent', 'surface'];
    this.#colors = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.#dots.clear();
  }

  resize(width, height) {
    this.#density = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * this.#density);
    this.#canvas.height = Math.round(height * this.#density);
    this.#dots.clear();
  }

  draw({ points, camera, placed, pictureOf, names, marked }) {
    const context = this.#context;
    context.setTransform(this.#density, 0, 0, this.#density, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    const shown = placed.map((place) => ({ ...place, picture: pictureOf(place.point) })).filter(({ picture }) => picture);
    this.#drawDots(points, camera);
    for (const place of shown) this.#drawPicture(place);
    if (camera.zoom < farthestForNames) this.#drawNames(names, camera);
    if (marked) this.#drawMark(marked, shown.find(({ point }) => point === marked), camera);
  }

  #drawDots(points, camera) {
    const radius = Math.min((points.length > many ? 2.2 : 3.5) * Math.max(1, camera.zoom ** 0.3), 7);
    const side = Math.ceil(radius) + 2;
    // Where thousands lie on each other, one for every few pixels looks the same and is drawn many times faster.
    const taken = points.length > many ? new Uint8Array(Math.ceil(camera.width / 3 + 1) * Math.ceil(camera.height / 3 + 1)) : null;
    const columns = Math.ceil(camera.width / 3 + 1);
    for (const { x, y, label } of points) {
      const [left, top] = [camera.left(x), camera.top(y)];
      if (left < -side || top < -side || left > camera.width + side || top > camera.height + side) continue;
      if (taken && left >= 0 && top >= 0 && left <= camera.width && top <= camera.height) {
        const cell = Math.floor(top / 3) * columns + Math.floor(left / 3);
        if (taken[cell]) continue;
        taken[cell] = 1;
      }
      this.#context.drawImage(this.#dot(label, radius, side), left - side, top - side, side * 2, side * 2);
    }
  }

  // A dot is drawn once for each label, and then only placed.
  #dot(label, radius, side) {
    const known = this.#dots.get(label);
    if (known?.radius === radius) return known.dot;
    const dot = document.createElement('canvas');
    dot.width = dot.height = Math.ceil(side * 2 * this.#density);
    const context = dot.getContext('2d');
    context.scale(dot.width / (side * 2), dot.width / (side * 2));
    context.beginPath();
    context.arc(side, side, radius, 0, 2 * Math.PI);
    context.fillStyle = this.#palette.get(label);
    context.fill();
    context.strokeStyle = this.#colors.text;
    context.globalAlpha = 0.7;
    context.lineWidth = 0.8;
    context.stroke();
    this.#dots.set(label, { dot, radius });
    return dot;
  }

  #drawPicture({ point, left, top, side, picture }) {
    const context = this.#context;
    frame(context, left - 1, top - 1, side + 2, this.#colors.ground);
    frame(context, left, top, side, this.#palette.get(point.label));
    context.save();
    context.beginPath();
    context.roundRect(left + 2, top + 2, side - 4, side - 4, 4);
    context.clip();
    const [width, height] = [picture.naturalWidth, picture.naturalHeight];
    const isWhole = Math.min(width, height) < (1 - mostLost) * Math.max(width, height);
    const scale = (side - 4) / (isWhole ? Math.max(width, height) : Math.min(width, height));
    context.fillStyle = this.#colors.surface;
    context.fillRect(left, top, side, side);
    context.drawImage(
      picture, left + (side - width * scale) / 2, top + (side - height * scale) / 2, width * scale, height * scale);
    context.restore();
  }

  // Over their pictures, each where no other name stands yet.
  #drawNames(names, camera) {
    const context = this.#context;
    const taken = [];
    context.font = '600 15px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    for (const { label, x, y } of names) {
      const [left, top, half] = [camera.left(x), camera.top(y), context.measureText(label).width / 2 + 6];
      if (taken.some((other) => Math.abs(other.left - left) < other.half + half && Math.abs(other.top - top) < 22)) continue;
      taken.push({ left, top, half });
      context.strokeStyle = this.#colors.surface;
      context.lineWidth = 5;
      context.strokeText(label, left, top);
      context.fillStyle = this.#colors.text;
      context.fillText(label, left, top);
    }
  }

  #drawMark({ x, y }, place, camera) {
    const context = this.#context;
    for (const [color, width] of [[this.#colors.surface, 6], [this.#colors.accent, 3]]) {
      context.beginPath();
      if (place) context.roundRect(place.left, place.top, place.side, place.side, 6);
      else context.arc(camera.left(x), camera.top(y), 9, 0, 2 * Math.PI);
      context.strokeStyle = color;
      context.lineWidth = width;
      context.stroke();
    }
  }
}

function frame(context, left, top, side, color) {
  context.beginPath();
  context.roundRect(left, top, side, side, 6);
  context.fillStyle = color;
  context.fill();
}
