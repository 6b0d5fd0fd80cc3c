// A picture from anywhere to search with: pasted or dropped on any view, or chosen in "Similar pictures".
import { address, route } from './router.js';
import { say } from './toasts.js';

const drop = document.getElementById('drop');
const listeners = new EventTarget();
let current = null;

/** The picture that was given last, with an address for showing it; null before. */
export const uploaded = () => current;

/** Told as "picture" when another picture is given. */
export const uploads = listeners;

/** Takes a picture and shows similar ones. */
export function take(file) {
  if (!file.type.startsWith('image/')) {
    say(`${file.name || 'That'} is not a picture.`);
    return;
  }
  if (current) URL.revokeObjectURL(current.address);
  current = { file, address: URL.createObjectURL(file), name: file.name || 'pasted picture' };
  const { view, parts, query } = route();
  if (view === 'similar' && parts.length === 1 && parts[0] === 'upload') listeners.dispatchEvent(new Event('picture'));
  else location.hash = address('similar', ['upload'], { where: query.get('where') });
}

document.addEventListener('paste', (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith('image/'));
  if (!file) return;
  event.preventDefault();
  take(file);
});

let depth = 0;
const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
document.addEventListener('dragenter', (event) => {
  if (!isFile(event)) return;
  depth += 1;
  drop.hidden = false;
});
document.addEventListener('dragleave', (event) => {
  if (!isFile(event)) return;
  depth = Math.max(0, depth - 1);
  drop.hidden = depth === 0;
});
document.addEventListener('dragover', (event) => {
  if (isFile(event)) event.preventDefault();
});
document.addEventListener('drop', (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  depth = 0;
  drop.hidden = true;
  const [file] = event.dataTransfer.files;
  if (file) take(file);
});
