// Colors of labels: hues as far apart as there are labels, every other one darker so that neighbors differ twice.
const golden = 137.508;

/** The labels of the points with their numbers, by name; null, which is no label, comes last. */
export function labelsOf(points) {
  const numbers = new Map();
  for (const { label } of points) numbers.set(label, (numbers.get(label) ?? 0) + 1);
  return [...numbers].map(([label, number]) => ({ label, number }))
    .sort((a, b) => (a.label === null) - (b.label === null) || String(a.label).localeCompare(String(b.label)));
}

/** A color for each label. They are drawn with an outline, so that they can be told from light and from dark grounds. */
export function paletteOf(labels) {
  const named = labels.filter(({ label }) => label !== null);
  // Up to some dozen labels share the circle evenly; more of them could not be told apart by hue alone anyway.
  const turn = named.length <= 12 ? 360 / Math.max(named.length, 1) : golden;
  const shades = named.length > 12 ? [50, 36, 62] : [50, 36];
  const color = (index) => `hsl(${Math.round((index * turn + 8) % 360)} 72% ${shades[index % shades.length]}%)`;
  return new Map([...named.map(({ label }, index) => [label, color(index)]), [null, 'hsl(0 0% 55%)']]);
}
