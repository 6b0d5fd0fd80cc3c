// Where the names of labels stand in the layout: where most pictures of the label lie together.
const cells = 24; // A side.
const fewest = 3;

/** The names with their places, the label of most pictures first; none where there is but one label. */
export function namesOf(points) {
  const byLabel = Map.groupBy(points.filter(({ label }) => label !== null), ({ label }) => label);
  if (byLabel.size < 2) return [];
  return [...byLabel].filter(([, its]) => its.length >= fewest)
    .map(([label, its]) => ({ label, number: its.length, ...middleOf(its) }))
    .sort((a, b) => b.number - a.number);
}

// The middle of the fullest cell and of those around it: the mean of all could lie between two clusters, on a third.
function middleOf(points) {
  const cell = (coordinate) => Math.min(cells - 1, Math.floor((coordinate + 1) / 2 * cells));
  const inCells = Map.groupBy(points, ({ x, y }) => cell(y) * cells + cell(x));
  const [fullest] = [...inCells].sort(([, a], [, b]) => b.length - a.length)[0];
  const [row, column] = [Math.floor(fullest / cells), fullest % cells];
  const near = points.filter(({ x, y }) => Math.abs(cell(x) - column) <= 1 && Math.abs(cell(y) - row) <= 1);
  const mean = (axis) => near.reduce((sum, point) => sum + point[axis], 0) / near.length;
  return { x: mean('x'), y: mean('y') };
}

const sampled = 200;
const share = 0.1;

/** How far apart pictures lie that are near each other: nine in ten are farther from their nearest one. */
export function gapOf(points) {
  const step = Math.max(1, Math.floor(points.length / sampled));
  const gaps = [];
  for (let i = 0; i < points.length; i += step) {
    let least = Infinity;
    for (const other of points) {
      const distance = (other.x - points[i].x) ** 2 + (other.y - points[i].y) ** 2;
      if (distance > 1e-9 && distance < least) least = distance;
    }
    if (least < Infinity) gaps.push(Math.sqrt(least));
  }
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length * share)] ?? 1;
}
