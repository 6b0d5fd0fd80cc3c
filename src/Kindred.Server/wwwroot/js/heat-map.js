// Draws a heat map, to lie over its picture in grey: one warm color, the more opaque the more of the score a place has. Only its opacity
// changes, so that it tells the same by day, by night and to the color-blind. The command line draws the same on sheets (HeatMapImage).

/** Pixels a side: more would show no more, as a heat map has nothing sharp that scaling could blur. */
const side = 96;
const warm = [255, 122, 0];
const mostOpaque = 0.7;

/** A canvas of the cells' scores, given row by row from the top. */
export function drawHeatMap(scores) {
  const canvas = document.createElement('canvas');
  canvas.className = 'heat-map';
  canvas.setAttribute('aria-hidden', 'true');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  const image = context.createImageData(side, side);
  const shares = warmth(scores);
  const taps = Array.from({ length: side }, (_, pixel) => tapsOf((pixel + 0.5) / side * shares.length - 0.5, shares.length - 1));
  taps.forEach((rows, y) => taps.forEach((columns, x) => {
    let share = 0;
    for (const [row, down] of rows) {
      for (const [column, across] of columns) share += down * across * shares[row][column];
    }
    image.data.set([...warm, Math.round(255 * mostOpaque * Math.min(Math.max(share, 0), 1))], (y * side + x) * 4);
  }));
  context.putImageData(image, 0, 0);
  return canvas;
}

// How warm each cell is: not at all where it has half of what the best cell has, or less. Scores are spread over the whole picture, and
// between nothing and the best all of it would be warm.
function warmth(scores) {
  const most = Math.max(...scores.flat(), Number.EPSILON);
  return scores.map((row) => row.map((score) => Math.max(0, 2 * score / most - 1)));
}

// The cells that a place is made of, with their weights: cubic between the centers of cells (Catmull and Rom 1974), and constant beyond
// the outer ones, where mirrored cells make the slope 0, so that nothing shows where one cell ends.
function tapsOf(place, last) {
  const at = Math.min(Math.max(place, 0), last);
  const cell = Math.floor(at);
  const t = at - cell;
  const mirrored = (index) => Math.abs(index > last ? 2 * last - index : index);
  return [
    [mirrored(cell - 1), t * (t * (2 - t) - 1) / 2],
    [cell, (t * t * (3 * t - 5) + 2) / 2],
    [mirrored(cell + 1), t * (t * (4 - 3 * t) + 1) / 2],
    [mirrored(cell + 2), t * t * (t - 1) / 2],
  ];
}
