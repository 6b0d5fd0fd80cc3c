// Why a picture is recommended: the likes that speak for it, and where in it they do.
import { api } from './api.js';
import { user } from './choices.js';
import { el, icon, nameOf, percent } from './dom.js';

const dialog = document.getElementById('why');

/** Shows the reasons for a recommendation. `asked` is what the list was asked for with. */
export function showWhy(item, asked) {
  const name = nameOf(item.path);
  const picture = el('div', { class: 'explained' },
    el('img', { src: `${item.thumbnail}&size=640`, alt: name, width: item.width, height: item.height }));
  const where = el('p', { class: 'muted', role: 'status' }, 'Looking where in the picture this comes from…');
  dialog.replaceChildren(
    el('div', { class: 'dialog-head' },
      el('h2', { id: 'why-title' }, `Why ${name}?`),
      el('button', { type: 'button', class: 'quiet round', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'))),
    el('div', { class: 'why-body' },
      el('div', { class: 'where' }, picture, where),
      el('div', {},
        el('p', {}, strengths[item.strength]),
        el('h3', {}, item.because.length ? 'The likes that speak for it' : 'No like speaks for it yet'),
        el('ol', { class: 'because' }, item.because.map(reason)))));
  dialog.showModal();
  explain(item, asked, picture, where);
}

const strengths = {
  close: 'It is close: as near to one of these likes as pictures of this gallery usually are to the one nearest to them.',
  related: 'It is related: among the nearest to one of these likes, though not the nearest.',
  stretch: 'It is a stretch: the best there is left, or there for variety.',
};

const reason = (like) => el('li', {},
  like.thumbnail
    ? el('img', { src: `${like.thumbnail}&size=160`, alt: '', width: 56, height: 56, loading: 'lazy' })
    : el('span', { class: 'no-picture' }),
  el('span', { class: 'name' }, nameOf(like.path)),
  bar(like.share),
  el('span', { class: 'share' }, percent(like.share)));

function bar(share) {
  const filled = el('span');
  filled.style.width = `${share * 100}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, filled);
}

async function explain(item, asked, picture, where) {
  if (!item.because.length) {
    where.textContent = 'Like some pictures, and this says what they have to do with it.';
    return;
  }
  try {
    const { map } = await api.why(user(), item.id, asked);
    if (!picture.isConnected) return;
    if (!map) {
      where.textContent = 'Where in the picture this comes from cannot be told: its model has no places, or the file has changed.';
      return;
    }
    picture.append(veil(map), table(map));
    where.textContent = 'The picture is clearest where it is most like what you chose.';
  } catch (error) {
    where.textContent = error.message;
  }
}

// The picture stays clear where its score comes from and is veiled elsewhere.
function veil(map) {
  const cells = map.flat();
  const most = Math.max(...cells, Number.EPSILON);
  return el('div', { class: 'veil', 'aria-hidden': 'true' }, cells.map((value) => {
    const cell = el('span', { title: value.toFixed(3) });
    cell.style.opacity = String(0.82 * (1 - Math.max(0, value) / most));
    return cell;
  }));
}

const table = (map) => el('table', { class: 'hidden' },
  el('caption', {}, 'How much of the score comes from where in the picture, from the top left'),
  map.map((row) => el('tr', {}, row.map((value) => el('td', {}, value.toFixed(3))))));
