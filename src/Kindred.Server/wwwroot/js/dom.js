// Makes elements. Text is always set as text: names of files and labels are other people's.
const svg = 'http://www.w3.org/2000/svg';

/** An element with properties ("class", "on", "data", attributes) and children, of which empty ones are left out. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'class') element.className = value;
    else if (key === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key === 'data') Object.assign(element.dataset, value);
    else if (key === 'value') element.value = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One of the pictograms of icons.svg; it says nothing to a screen reader. */
export function icon(name) {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('class', 'icon');
  element.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `icons.svg#${name}`);
  element.append(use);
  return element;
}

/** The file name at the end of a path. */
export const nameOf = (path) => path.slice(path.lastIndexOf('/') + 1);

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|[^\u0000-\uffff]/u;
const [longest, atTheEnd] = [18, 10]; // Letters of a name.

// How much wider than a digit a letter may be in a proportional font. Too little would cut the end off, too much leaves a hole before it.
const rooms = [[/[ijl.,'|!]/, 0.62], [/[ftr()[\]\- ]/, 0.75], [/[mwMW@%]/, 1.6], [/[a-z0-9]/, 1.05]];
const room = (letter) => (wide.test(letter) ? 2.1 : rooms.find(([letters]) => letters.test(letter))?.[1] ?? 1.3);

/** A name as children of an element. Where it is too long for its place, its middle is missing, for names differ at their ends. */
export function shortened(name) {
  const letters = [...name];
  const width = (some) => some.reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);
  if (width(letters) <= longest) return [name];
  let from = letters.length;
  while (width(letters.slice(from - 1)) <= atTheEnd) from -= 1;
  const end = letters.slice(from);
  const start = el('span', { class: 'start' }, letters.slice(0, from).join(''));
  start.style.maxWidth = `calc(100% - ${end.reduce((sum, letter) => sum + room(letter), 0).toFixed(2)}ch)`;
  return [start, end.join('')];
}

/** A number of things, in words. */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** Bytes as people say them. */
export const size = (bytes) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

export const percent = (share) => `${Math.round(share * 100)} %`;

/** How sure something is; nothing is written as certain or impossible. */
export const certainty = (confidence) => percent(Math.min(0.99, Math.max(0.01, confidence)));

/** What stands where pictures would: nothing there yet, or something went wrong. */
export function state(pictogram, title, text, ...actions) {
  // A view that has nothing else to show still has a heading.
  const heading = document.querySelector('main h1') ? 'h2' : 'h1';
  return el('div', { class: 'state' }, icon(pictogram), el(heading, {}, title), el('p', { class: 'muted' }, text), ...actions);
}

/** What stands there after a fault, with a way to try again. */
export function fault(error, retry) {
  const element = state(
    'why', 'That did not work', error.message, el('button', { type: 'button', class: 'primary', on: { click: retry } }, 'Try again'));
  element.classList.add('fault');
  return element;
}

/** Grey tiles while pictures are on their way. */
export const skeleton = (tiles = 12) =>
  el('div', { class: 'grid', 'aria-hidden': 'true' }, Array.from({ length: tiles }, () => el('div', { class: 'tile waiting' })));
