// What is done about near-duplicates: which picture of a group is kept, the list as a file, and moving the others out of the gallery.
import { api, whole } from './api.js';
import { count, el } from './dom.js';
import { say } from './toasts.js';

const dialog = document.getElementById('confirm');
const groupsAtOnce = 100;
const columns = ['group', 'keep', 'path', 'relation', 'similarity', 'width', 'height', 'bytes'];

/** Which picture of each group is kept: the first, until somebody says otherwise. */
export class Kept {
  #chosen = new Map();

  of = ({ images }) => this.#chosen.get(images[0].id) ?? images[0].id;

  choose({ images }, id) {
    this.#chosen.set(images[0].id, id);
  }
}

/** All groups, however many. */
const allGroups = async (signal) => (await whole((part) => api.nearDuplicates(part, signal))).items;

/** Saves the list of all groups as a CSV file. */
export async function exportList(kept, signal) {
  const lines = (await allGroups(signal)).flatMap((group, number) => group.images.map((image) => [
    number + 1, image.id === kept.of(group) ? 'yes' : 'no', image.path, image.relation, image.similarity, image.width, image.height,
    image.bytes,
  ]));
  const text = [columns, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n');
  // With a mark of its encoding, or spreadsheets take names for Latin.
  const file = new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv' });
  const link = el('a', { href: URL.createObjectURL(file), download: 'near-duplicates.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// A name that begins like a formula is text all the same.
function quoted(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Moves all but the kept pictures of groups, once somebody has said yes.
 * @param groups The groups; all there are where it is left out.
 */
export async function moveRest(kept, groups, moved, signal) {
  const some = groups ?? await allGroups(signal);
  const moves = some.map((group) => ({
    keep: kept.of(group), move: group.images.map(({ id }) => id).filter((id) => id !== kept.of(group)),
  }));
  const files = moves.reduce((sum, { move }) => sum + move.length, 0);
  if (!await isConfirmed(files, some.length)) return;
  const failed = [];
  let done = 0;
  for (let start = 0; start < moves.length; start += groupsAtOnce) {
    const answer = await api.moveNearDuplicates(moves.slice(start, start + groupsAtOnce));
    done += answer.moved.length;
    failed.push(...answer.notMoved);
  }
  say([done ? `Moved ${count(done, 'file')}` : '', failed.length ? `${count(failed.length, 'file')} left: ${failed[0].reason}` : '']
    .filter(Boolean).join('. '));
  if (done) moved();
}

function isConfirmed(files, groups) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      resolve(value);
      dialog.close();
    };
    dialog.replaceChildren(el('form', { method: 'dialog' },
      el('h2', { id: 'confirm-title' }, `Move ${count(files, 'file')} of ${count(groups, 'group')}?`),
      el('p', {}, 'They go into a folder beside their gallery. It is called like the gallery, with “near-duplicates” added. '
        + 'One file of each photograph stays. Kindred deletes nothing and overwrites nothing.'),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', on: { click: answer(false) } }, 'Cancel'),
        el('button', { type: 'button', class: 'primary', on: { click: answer(true) } }, `Move ${count(files, 'file')}`))));
    dialog.addEventListener('close', () => resolve(false), { once: true });
    dialog.showModal();
  });
}
