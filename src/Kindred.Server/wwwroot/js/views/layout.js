// The gallery in the plane: similar pictures lie near each other.
import { api } from '../api.js';
import { count, el, icon, state } from '../dom.js';
import { legend } from '../layout/legend.js';
import { labelsOf, paletteOf } from '../layout/palette.js';
import { Viewer } from '../layout/viewer.js';

export const title = 'Layout';

const pause = 1000;
const keys = 'Arrow keys: next picture · Shift and arrows: move · + − 0: zoom · Enter: similar pictures';

export async function show(root, { query }, signal) {
  const layout = await computed(root, signal);
  if (signal.aborted) return;
  if (layout.items.length === 0) {
    root.replaceChildren(state(
      'layout', 'No pictures yet', 'The layout puts similar pictures near each other. Index a folder of pictures: kindred index FOLDER.'));
    return;
  }

  const labels = labelsOf(layout.items);
  const palette = paletteOf(labels);
  const hidden = new Set();
  const canvas = el('canvas', {
    tabindex: 0, role: 'application',
    'aria-label': `Layout of ${count(layout.items.length, 'picture')}`, 'aria-describedby': 'layout-keys',
  });
  const stage = el('div', { class: 'layout-stage' }, canvas, el('p', { class: 'layout-hint', id: 'layout-keys' }, keys));
  const said = el('p', { class: 'hidden', 'aria-live': 'polite' });
  const viewer = new Viewer({ stage, canvas, said, points: layout.items, palette, hidden, at: query.get('at') }, signal);
  root.replaceChildren(el('div', { class: 'layout-view' },
    el('div', { class: 'head' },
      el('h1', {}, title),
      el('p', { class: 'muted' }, `${count(layout.items.length, 'picture')}; similar pictures lie near each other`),
      el('div', { class: 'layout-tools' },
        tool('plus', 'Zoom in', () => viewer.zoomIn()),
        tool('minus', 'Zoom out', () => viewer.zoomOut()),
        tool('fit', 'Fit', () => viewer.fit()))),
    legend(labels, palette, hidden, () => viewer.labelsChanged()) ?? '',
    stage, said));
  viewer.start();
}

const tool = (pictogram, name, click) =>
  el('button', { type: 'button', class: 'round', 'aria-label': name, title: name, on: { click } }, icon(pictogram));

// Large galleries take a while; the server says so, and is asked again as long as somebody is looking.
async function computed(root, signal) {
  for (let waits = false; ; waits = true) {
    const answer = await api.layout(signal);
    if (answer.status !== 202) return answer;
    if (!waits) {
      const waiting = state('layout', 'The layout is being computed…', 'It is kept until the gallery changes.');
      root.replaceChildren(el('div', { role: 'status' }, waiting));
    }
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
