// Why a picture is recommended: the likes that speak for it, and where in it they do.
import { api } from './api.js';
import { user } from './choices.js';
import { certainty, el, icon, nameOf, percent, shortened } from './dom.js';
import { drawHeatMap } from './heat-map.js';

const dialog = document.getElementById('why');

/** Shows the reasons for a recommendation. `asked` is what the list was asked for with. */
export function showWhy(item, asked) {
  const name = nameOf(item.path);
  const picture = el('div', { class: 'explained' },
    el('img', { src: `${item.thumbnail}&size=640`, alt: name, width: item.width, height: item.height }));
  const where = el('p', { class: 'muted', role: 'status' }, 'Computing which parts of the picture the score comes from…');
  dialog.replaceChildren(
    el('div', { class: 'dialog-head' },
      el('h2', { id: 'why-title' }, `Why ${name}?`),
      el('button', { type: 'button', class: 'quiet round', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'))),
    el('div', { class: 'why-body' },
      el('div', { class: 'where' }, picture, where),
      el('div', {},
        item.confidence === null ? null : el('p', {}, `How sure it is: ${certainty(item.confidence)}. ${meaningOf(item)}`),
        item.peopleShare > 0
          ? el('p', { class: 'sources' }, `${percent(item.peopleShare)} of its score comes from what people chose, `
            + `${percent(1 - item.peopleShare)} from looks.`)
          : null,
        el('h3', {}, item.because.length ? 'The likes that speak for it' : 'No like speaks for it yet'),
        el('ol', { class: 'because' }, item.because.map((like) => reason(like, item.peopleShare > 0))))));
  dialog.showModal();
  explain(item, asked, picture, where);
}

// With what people chose, the share of pictures with such a score that somebody liked next (docs/histories.md).
const meaningOf = (item) => (item.peopleShare > 0
  ? 'In an equal mix of pictures that people here liked next and random ones, this is the share of likes among those with such a score.'
  : 'Labels and likes have taught the gallery what belongs together; without them this only says how near it is for this gallery.');

const reason = (like, areTwo) => el('li', {},
  like.thumbnail
    ? el('img', { src: `${like.thumbnail}&size=160`, alt: '', width: 56, height: 56, loading: 'lazy' })
    : el('span', { class: 'no-picture' }),
  el('span', { class: 'name' }, areTwo ? el('span', { class: 'source' }, `${sourceOf(like)} `) : null, shortened(nameOf(like.path))),
  bar(like.share),
  el('span', { class: 'share' }, percent(like.share)));

// Nothing is said of fewer than five people: then there is no number.
function sourceOf({ source, people }) {
  if (source === 'looks') return 'Looks like';
  return people ? `Liked by ${people} who like` : 'By people’s choices near';
}

function bar(share) {
  const filled = el('span');
  filled.style.width = `${share * 100}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, filled);
}

async function explain(item, asked, picture, where) {
  if (!item.because.length) {
    where.textContent = 'Like some pictures to see here what they have to do with it.';
    return;
  }
  if (item.peopleShare > 0.995) {
    where.textContent = 'It is here by people’s choices alone: there is nothing in the picture to point at.';
    return;
  }
  try {
    const { heatMap: scores } = await api.heatMap(user(), item.id, asked);
    if (!picture.isConnected) return;
    if (!scores) {
      where.textContent = 'Kindred cannot tell which parts of the picture the score comes from: '
        + 'the model does not look at parts, or the file has changed.';
      return;
    }
    picture.classList.add('in-grey');
    picture.append(drawHeatMap(scores), table(scores));
    where.textContent = item.peopleShare > 0
      ? `Warm where this picture is like what you liked, for the ${percent(1 - item.peopleShare)} of its score that looks have.`
      : 'Warm where this picture is like what you liked.';
  } catch (error) {
    where.textContent = error.message;
  }
}

const table = (scores) => el('table', { class: 'hidden' },
  el('caption', {}, 'Heat map: the part of the score that each part of the picture has, row by row from the top left'),
  scores.map((row) => el('tr', {}, row.map((value) => el('td', {}, value.toFixed(3))))));
