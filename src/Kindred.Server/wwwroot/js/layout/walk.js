// From picture to picture by the arrow keys.
const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The way an arrow key points, [right, down], or nothing. */
export const wayOf = (key) => ways[key];

/**
 * The nearest point in a direction, or nothing.
 * @param from Where to start, on the plane.
 * @param least What is nearer than this would be a step nobody sees.
 */
export function next(points, from, [right, down], least) {
  let best = null;
  let bestDistance = Infinity;
  for (const point of points) {
    const [across, along] = [point.x - from.x, point.y - from.y];
    const ahead = across * right + along * down;
    const beside = Math.abs(across * down) + Math.abs(along * right);
    if (ahead < least || beside > ahead * 1.2) continue;
    const distance = ahead + 1.5 * beside;
    if (distance < bestDistance) [best, bestDistance] = [point, distance];
  }
  return best;
}

/** The point nearest to a place. */
export function nearest(points, { x, y }) {
  let best = null;
  let bestDistance = Infinity;
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < bestDistance) [best, bestDistance] = [point, distance];
  }
  return best;
}
