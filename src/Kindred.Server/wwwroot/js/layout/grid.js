// Which pictures to show where not all have room: one for each cell of a grid that is laid over the plane, not over the window,
// so that the choice stays as it is while one pans, and changes only from one step of zoom to the next.
const step = Math.SQRT2;
const most = 300; // Pictures in view; fewer than are kept, or they would chase each other out.
const [smallest, largest] = [52, 128];

export class Grid {
  #points;
  #typicalGap;
  #cell = 0;
  #chosen = [];

  constructor(points) {
    this.use(points);
  }

  /** Other points to choose from, because labels were shown or hidden. */
  use(points) {
    this.#points = points;
    this.#typicalGap = 1.2 / Math.sqrt(Math.max(points.length, 1));
    this.#cell = 0;
  }

  /** Where to draw which pictures: { point, left, top, side } in pixels, the middle of the window first. */
  place(camera) {
    const roomForEach = Math.sqrt((camera.width * camera.height) / most) - 6;
    const side = Math.min(Math.max(this.#typicalGap * camera.scale, smallest, roomForEach), largest);
    this.#choose((side + 6) / camera.scale);
    const size = this.#cell * camera.scale;
    const placed = [];
    for (const { point, column, row } of this.#chosen) {
      // As near to its point as the cell allows: pictures never lie over each other.
      const left = within(camera.left(point.x) - side / 2, camera.left(column * this.#cell) + 3, size - side - 6);
      const top = within(camera.top(point.y) - side / 2, camera.top(row * this.#cell) + 3, size - side - 6);
      if (left < camera.width && top < camera.height && left + side > 0 && top + side > 0) placed.push({ point, left, top, side });
    }
    const distance = ({ left, top }) => Math.hypot(left + side / 2 - camera.width / 2, top + side / 2 - camera.height / 2);
    return placed.sort((a, b) => distance(a) - distance(b)).slice(0, most);
  }

  #choose(least) {
    const cell = step ** Math.ceil(Math.log(least) / Math.log(step) - 1e-9);
    if (cell === this.#cell) return;
    this.#cell = cell;
    const best = new Map();
    for (const point of this.#points) {
      const [column, row] = [Math.floor(point.x / cell), Math.floor(point.y / cell)];
      const key = `${column},${row}`;
      const distance = Math.hypot(point.x / cell - column - 0.5, point.y / cell - row - 0.5);
      const other = best.get(key);
      if (!other || distance < other.distance) best.set(key, { point, column, row, distance });
    }
    this.#chosen = [...best.values()];
  }
}

const within = (value, low, room) => Math.min(Math.max(value, low), low + Math.max(room, 0));
