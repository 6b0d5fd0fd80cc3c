// What the library is: its pictures, labels and folders, and how its pictures are compared.
import { count, el, percent, size } from '../dom.js';
import { address } from '../router.js';
import { bar, facts } from './parts.js';

const few = 12;

/** The card of the library itself. */
export function libraryCard(status, labels) {
  const most = Math.max(...labels.map(({ images }) => images), 1);
  const rows = labels.map(({ label, images }) => el('li', { class: 'label-row' },
    el('a', { href: address('gallery', [], { label }) }, label), bar(images / most),
    el('span', { class: 'number' }, images.toLocaleString('en'))));
  return el('section', { class: 'card tall', 'aria-labelledby': 'library-title' },
    el('h2', { id: 'library-title' }, 'Library'),
    facts([
      ['Pictures', status.images.toLocaleString('en')],
      [status.folders.length === 1 ? 'Folder' : 'Folders', status.folders.length === 0
        ? 'none'
        : el('ul', { class: 'plain' }, status.folders.map((folder) => el('li', { class: 'path' }, folder)))],
      ['Kept in', el('span', { class: 'path' }, status.library)],
      ['On disk', size(status.bytes)],
      ['Follows changes', status.watching ? 'yes, it watches its folders' : 'no, only when indexed'],
      ['Kindred', status.version],
    ]),
    labels.length === 0
      ? el('p', { class: 'muted' }, 'No labels. A label is the name of a folder, or what stands before the first _ of a picture’s name.')
      : el('details', { open: labels.length <= few },
        el('summary', {}, count(labels.length, 'label')), el('ul', { class: 'plain labels' }, rows)));
}

/** The card of how pictures are compared. */
export function comparisonCard({ stamp, space, search }) {
  return el('section', { class: 'card', 'aria-labelledby': 'comparison-title' },
    el('h2', { id: 'comparison-title' }, 'How pictures are compared'),
    el('p', {}, sentenceOf(space)),
    gainOf(space),
    stamp
      ? facts([
        ['Model', stamp.model],
        ['Numbers', space && space.dimensions !== stamp.dimensions
          ? `${stamp.dimensions.toLocaleString('en')} for each picture, reduced to ${space.dimensions.toLocaleString('en')} to compare`
          : `${stamp.dimensions.toLocaleString('en')} for each picture`],
        ['Search', wayOf(search)],
        ['Input', stamp.input],
        ['Weights', el('span', { class: 'path', title: stamp.weights }, `${stamp.weights.slice(0, 12)}…`)],
      ])
      : el('p', { class: 'muted' }, 'The model is noted when the first picture is indexed.'));
}

function sentenceOf(space) {
  if (space?.kind === 'learned') {
    return `By what tells labels and tastes apart. Kindred learned it from ${count(space.fittedOn, 'picture')}.`;
  }
  if (space?.kind === 'visual') {
    return space.wanted === 'learned'
      ? `By looks alone, fitted on ${count(space.fittedOn, 'picture')}. `
        + 'Learning from labels and choices was not better here, or there is too little to learn from.'
      : `By looks alone, fitted on ${count(space.fittedOn, 'picture')}, because the library is set to that.`;
  }
  return 'By the numbers of the model as they are. There are too few pictures to fit a space on.';
}

function wayOf({ kind, awaitsGraph, vectors }) {
  const compared = vectors === 'int8' ? ', with one byte a number, and ranks the best again exactly' : '';
  if (awaitsGraph) return `compares every picture until the graph is linked${compared}`;
  return `${kind === 'hnsw' ? 'walks a graph of neighbors' : 'compares every picture'}${compared}`;
}

function gainOf(space) {
  const gain = space?.gain;
  if (!gain) return '';
  const from = [gain.labels > 0 && count(gain.labels, 'label'), gain.tastes > 0 && count(gain.tastes, 'taste')]
    .filter(Boolean).join(' and ');
  return el('figure', { class: 'gain' },
    el('figcaption', {}, 'How many of the five most similar pictures are of the same kind, '
      + `judged by pictures that Kindred did not learn from${from ? ` (${from})` : ''}:`),
    el('dl', { class: 'figures' },
      el('div', {}, el('dt', {}, 'By looks'), el('dd', {}, bar(gain.visual), el('span', { class: 'number' }, percent(gain.visual)))),
      el('div', {}, el('dt', {}, 'Learned'), el('dd', {}, bar(gain.learned), el('span', { class: 'number' }, percent(gain.learned))))));
}
