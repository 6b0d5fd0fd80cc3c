// Keys that work everywhere: ? lists them all, / searches.
import { el, icon } from './dom.js';
import { route } from './router.js';

const groups = [
  ['Everywhere', [
    ['?', 'this list'], ['/', 'search'], ['Ctrl Z', 'undo the last choice'], ['Ctrl V', 'similar to a copied picture'],
    ['u', 'previous user'], ['U', 'choose the user'],
    ['Esc', 'close what is on top'],
  ]],
  ['On a picture', [
    ['Enter', 'view it'], ['l', 'like'], ['d', 'dislike'], ['n', 'not this one, but this kind'], ['s', 'similar pictures'],
    ['w', 'why it is recommended'], ['v', 'other colors, near-duplicates'], ['← → ↑ ↓', 'next picture'],
  ]],
  ['Viewing a picture', [
    ['← →', 'previous, next'], ['+ − 0', 'zoom in, zoom out, show all'], ['Shift ← → ↑ ↓', 'move'], ['l d s w', 'as on a picture'],
    ['f', 'download the file'],
  ]],
  ['Layout', [
    ['← → ↑ ↓', 'next picture'], ['Shift ← → ↑ ↓', 'move'], ['+ − 0', 'zoom in, zoom out, show all'], ['Enter', 'similar pictures'],
  ]],
];
const dialog = document.getElementById('keys');

function list() {
  dialog.replaceChildren(
    el('div', { class: 'dialog-head' },
      el('h2', { id: 'keys-title' }, 'Keyboard shortcuts'),
      el('button', { type: 'button', class: 'quiet round', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'))),
    el('div', { class: 'keys-body' }, groups.map(([name, keys]) => el('section', {},
      el('h3', {}, name),
      el('dl', {}, keys.map(([key, does]) => el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, does))))))));
  dialog.showModal();
}

// The gallery has the search; from elsewhere one goes there first.
function search() {
  const focus = () => document.querySelector('main input[type="search"]')?.focus();
  if (route().view === 'gallery') {
    focus();
    return;
  }
  new MutationObserver((_, watch) => {
    if (!document.querySelector('main input[type="search"]')) return;
    watch.disconnect();
    setTimeout(focus);
  }).observe(document.getElementById('main'), { childList: true });
  location.hash = '#/gallery';
}

document.getElementById('keys-button').addEventListener('click', list);
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) return;
  if (document.querySelector('dialog[open]') && event.key !== '?') return;
  const act = { '?': list, '/': search }[event.key];
  if (!act || dialog.open) return;
  event.preventDefault();
  act();
});
