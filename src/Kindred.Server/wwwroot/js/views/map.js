// The whole gallery at once: pictures that are alike lie near each other.
import { api } from '../api.js';
import { count, el, icon, state } from '../dom.js';
import { Atlas } from '../map/atlas.js';
import { legend } from '../map/legend.js';
import { labelsOf, paletteOf } from '../map/palette.js';

export const title = 'Map';

const pause = 1000;
const keys = 'Arrow keys: next picture · Shift and arrows: move · + − 0: zoom · Enter: more like it';

export async function show(root, { query }, signal) {
  const map = await computed(root, signal);
  if (signal.aborted) return;
  if (map.points.length === 0) {
    root.replaceChildren(state('map', 'No pictures yet', 'The map shows where pictures are alike. Give the library a folder of them: kindred index FOLDER.'));
    return;
  }

  const labels = labelsOf(map.points);
  const palette = paletteOf(labels);
  const hidden = new Set();
  const canvas = el('canvas', {
    tabindex: 0, role: 'application', 'aria-label': `Map of ${count(map.points.length, 'picture')}`, 'aria-describedby': 'map-keys',
  });
  const stage = el('div', { class: 'map-stage' }, canvas, el('p', { class: 'map-hint', id: 'map-keys' }, keys));
  const said = el('p', { class: 'hidden', 'aria-live': 'polite' });
  const atlas = new Atlas({ stage, canvas, said, points: map.points, palette, hidden, at: query.get('at') }, signal);
  root.replaceChildren(el('div', { class: 'map-view' },
    el('div', { class: 'head' },
      el('h1', {}, 'Map'),
      el('p', { class: 'muted' }, `${count(map.points.length, 'picture')}; what is alike lies near`),
      el('div', { class: 'map-tools' },
        tool('plus', 'Zoom in', () => atlas.zoomIn()),
        tool('minus', 'Zoom out', () => atlas.zoomOut()),
        tool('fit', 'Fit', () => atlas.fit()))),
    legend(labels, palette, hidden, () => atlas.labelsChanged()) ?? '',
    stage, said));
  atlas.start();
}

const tool = (pictogram, name, click) =>
  el('button', { type: 'button', class: 'round', 'aria-label': name, title: name, on: { click } }, icon(pictogram));

// Large galleries take a while; the server says so, and is asked again as long as somebody is looking.
async function computed(root, signal) {
  for (let waits = false; ; waits = true) {
    const answer = await api.map(signal);
    if (answer.status !== 202) return answer;
    if (!waits) root.replaceChildren(el('div', { role: 'status' }, state('map', 'The map is being computed…', 'It is kept until the gallery changes.')));
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      }, { once: true });
    });
    signal.throwIfAborted();
  }
}
