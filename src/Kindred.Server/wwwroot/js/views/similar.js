// Pictures similar to one of the gallery, or to one from anywhere; from each result on to the next, with a trail back.
import { api } from '../api.js';
import { count, el, fault, icon, nameOf, skeleton, state } from '../dom.js';
import { labelFilter, labelOf } from '../filter.js';
import { address, note } from '../router.js';
import { colorFilter } from '../swatches.js';
import { tile } from '../tile.js';
import { take, uploaded, uploads } from '../upload.js';
import { whereFilter } from '../where.js';
import * as notFound from './not-found.js';

export const title = 'Similar pictures';

const results = 40;
const longestTrail = 12;

export async function show(root, { parts: [id], query }, signal) {
  const isUpload = id === 'upload';
  if (id && !isUpload && !/^\d+$/.test(id)) {
    notFound.show(root);
    return;
  }
  if (!id || (isUpload && !uploaded())) {
    start(root);
    return;
  }

  const chosen = { label: query.getAll('label'), color: query.get('color') ?? '', where: query.get('where') ?? '' };
  const kept = () => ({ label: chosen.label, where: chosen.where }); // On the way to others.
  const trail = (query.get('from') ?? '').split('.').filter((step) => /^(\d+|upload)$/.test(step));
  const head = el('div', { class: 'asked' });
  const path = el('nav', { class: 'trail', 'aria-label': 'Trail' });
  const grid = el('div', { 'aria-live': 'off' }, skeleton());
  const found = el('p', { class: 'muted', role: 'status' });
  let asking = new AbortController();
  signal.addEventListener('abort', () => asking.abort());

  async function find() {
    asking.abort();
    asking = new AbortController();
    const { signal: mine } = asking;
    const began = performance.now();
    try {
      const answer = isUpload
        ? await api.search(uploaded().file, { limit: results, ...chosen }, mine)
        : await api.similar(id, { limit: results, ...chosen }, mine);
      const took = Math.round(performance.now() - began);
      head.replaceChildren(asked(answer, isUpload, found));
      found.textContent = answer.items.length ? `${count(answer.items.length, 'picture')}, nearest first, in ${took} ms` : '';
      const next = [...trail, id].slice(-longestTrail);
      grid.replaceChildren(answer.items.length
        ? el('div', { class: 'grid' }, answer.items.map((image) => tile(image, { kept: kept(), trail: next, confidence: image.confidence })))
        : state('search', 'No similar pictures', none(chosen)));
    } catch (error) {
      if (!mine.aborted) grid.replaceChildren(fault(error, find));
    }
  }

  function restart(values) {
    Object.assign(chosen, values);
    note('similar', [id], { ...chosen, from: trail.join('.') });
    showTrail();
    find();
  }

  const [filter, where] = await Promise.all([
    labelFilter(chosen.label, (label) => restart({ label }), signal), whereFilter(chosen.where, (text) => restart({ where: text }), signal),
  ]);
  const colors = colorFilter(chosen.color, (color) => restart({ color }));
  function showTrail() {
    fillTrail(path, trail, kept(), signal);
  }

  root.replaceChildren(el('div', { class: 'head' }, el('h1', {}, title), choose()), path, head,
    ...[where, filter].filter(Boolean), colors, grid);
  if (isUpload) {
    head.replaceChildren(asked({ query: { name: uploaded().name } }, true, found));
    uploads.addEventListener('picture', () => {
      grid.replaceChildren(skeleton());
      find();
    }, { signal });
  }
  showTrail();
  await find();
}

function none({ label, color, where }) {
  if (where) return 'The filter holds for no other picture. Change it, or choose other labels and colors.';
  if (label.length || color) return `No other picture ${color ? `shows ${color} things` : 'has these labels'}. Choose others.`;
  return 'The gallery has no other picture.';
}

/** The picture that was asked about. */
function asked({ query: { name, image }, nearDuplicates = [] }, isUpload, found) {
  const preview = isUpload ? uploaded().address : `${image.thumbnail}&size=640`;
  const picture = el('img', { src: preview, alt: nameOf(name), ...(image ? { width: image.width, height: image.height } : {}) });
  return el('figure', {},
    isUpload
      ? picture
      : el('a', { href: image.file, target: '_blank', rel: 'noopener', 'aria-label': `Open the file of ${nameOf(name)}` }, picture),
    el('figcaption', {},
      el('h2', {}, nameOf(name)),
      image ? el('p', { class: 'muted' }, [labelOf(image), `${image.width} × ${image.height}`].filter(Boolean).join(' · ')) : null,
      isUpload ? el('p', { class: 'muted' }, 'Your picture. Kindred does not keep it.') : null,
      nearDuplicates.length
        ? el('p', { class: 'known' }, 'This photograph is in the gallery already: ',
          nearDuplicates.slice(0, 5).flatMap((other, i) => [i ? ', ' : '', named(other)]))
        : null,
      found));
}

// Only a picture's number is known at first; its name says more.
function named(id) {
  const link = el('a', { href: address('similar', [id]) }, `picture ${id}`);
  api.image(id).then((image) => {
    link.textContent = nameOf(image.path);
  }).catch(() => {});
  return link;
}

/** The way back: a thumbnail for every step. */
async function fillTrail(path, trail, kept, signal) {
  path.hidden = trail.length === 0;
  const steps = trail.map((step, i) => {
    const picture = el('img', { alt: '', width: 48, height: 48 });
    const back = address('similar', [step], { ...kept, from: trail.slice(0, i).join('.') });
    const link = el('a', { href: back, 'aria-label': `Back to step ${i + 1}` }, picture);
    if (step === 'upload') {
      if (uploaded()) picture.src = uploaded().address;
    } else {
      api.image(step, signal).then((image) => {
        picture.src = `${image.thumbnail}&size=160`;
        link.setAttribute('aria-label', `Back to ${nameOf(image.path)}`);
      }).catch(() => link.remove());
    }
    return el('li', {}, link);
  });
  path.replaceChildren(el('ol', {}, steps));
}

function choose(primary = false) {
  const input = el('input', {
    type: 'file', accept: 'image/*', class: 'hidden', id: 'picture', tabindex: -1, 'aria-hidden': 'true',
    on: {
      change: () => {
        const [file] = input.files;
        input.value = '';
        if (file) take(file);
      },
    },
  });
  const click = () => input.click();
  return el('span', {}, input,
    el('button', { type: 'button', class: primary ? 'primary' : '', on: { click } }, icon('upload'), 'Choose a picture'));
}

function start(root) {
  root.replaceChildren(el('div', { class: 'head' }, el('h1', {}, title)));
  root.append(state(
    'search', 'Search with a picture',
    'Drop a picture anywhere on this page, paste one, or choose a file. Kindred does not keep it. '
      + 'The gallery has this search under each of its pictures.',
    choose(true)));
}
