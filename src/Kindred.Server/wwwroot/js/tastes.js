// What a user sets of a taste: its name, how much it counts, whether it is heard, and what is in it.
import { api } from './api.js';
import { user } from './choices.js';
import { count, el, nameOf, shortened } from './dom.js';
import { say } from './toasts.js';

const dialog = document.getElementById('taste');
const weights = [['Less', 0.5], ['As usual', 1], ['More', 2]];

export const titleOf = (taste) => taste.name ?? because(taste);

export function because(taste) {
  const others = taste.likes.length - 1;
  return `Because you chose ${nameOf(taste.medoid.path)}${others > 0 ? ` and ${others} more` : ''}`;
}

/** The title as children of a heading, in which a long name is shortened. */
export function headingOf(taste) {
  const title = titleOf(taste);
  const name = nameOf(taste.medoid.path);
  const at = taste.name ? -1 : title.indexOf(name);
  return at < 0 ? [title] : [title.slice(0, at), ...shortened(name), title.slice(at + name.length)];
}

/** Sets something of a taste, and says so, or what is wrong. */
export const setTaste = (taste, values, done) => run(() => api.setTaste(user(), taste.key, values), done);

/** How much of the list a taste has, to set at once; `changed` is called where it was. */
export function shareOf(taste, changed) {
  const known = weights.some(([, weight]) => weight === taste.weight);
  const options = [...(known ? weights : [...weights, [`${taste.weight} times`, taste.weight]]), ['Mute', 0]];
  const select = el('select', {
    class: 'share', 'aria-label': `How much of your list: ${titleOf(taste)}`,
    on: {
      change: async () => {
        const [text, weight] = options[select.selectedIndex];
        await setTaste(taste, weight ? { weight } : { muted: true }, `${text}: ${titleOf(taste)}`);
        await changed();
      },
    },
  }, options.map(([text, weight]) => el('option', { value: String(weight), selected: weight === taste.weight }, text)));
  return select;
}

/** Lets the user change a taste; `changed` is called where they did. `tastes` are all they have. */
export function changeTaste(taste, tastes, changed) {
  const title = titleOf(taste);
  const apply = async (job, done) => {
    dialog.close();
    await run(job, done);
    await changed();
  };
  const others = tastes.filter((other) => other.key !== taste.key);
  dialog.replaceChildren(el('div', { class: 'taste' },
    el('h2', { id: 'taste-title' }, title),
    settings(taste, (values) => apply(() => api.setTaste(user(), taste.key, values), `Changed: ${values.name || title}`)),
    others.length
      ? merging(others, (other) => apply(
        () => api.mergeTastes(user(), [taste.key, other.key]), `${titleOf(other)} is now part of ${title}`))
      : null,
    taste.likes.length > 1
      ? splitting(taste, (likes) => apply(
        () => api.splitTaste(user(), taste.key, likes), `Split: ${title}`))
      : null,
    taste.id
      ? el('button', {
        type: 'button',
        on: { click: () => apply(() => api.resetTaste(user(), taste.key), `As it was before you set anything: ${title}`) },
      }, 'Forget what I set')
      : null));
  dialog.showModal();
}

async function run(job, done) {
  try {
    await job();
    say(done);
  } catch (error) {
    say(error.message);
  }
}

function settings(taste, save) {
  const name = el('input', {
    type: 'text', id: 'taste-name', maxlength: 100, autocomplete: 'off', value: taste.name ?? '', placeholder: 'No name yet',
  });
  const known = weights.some(([, weight]) => weight === taste.weight);
  const choices = known ? weights : [...weights, [`${taste.weight} times the usual`, taste.weight]];
  const radios = choices.map(([, weight]) =>
    el('input', { type: 'radio', name: 'taste-weight', value: String(weight), checked: weight === taste.weight }));
  const muted = el('input', { type: 'checkbox', checked: taste.muted });
  const form = el('form', { method: 'dialog' },
    el('label', { for: 'taste-name' }, 'Name'),
    name,
    el('fieldset', {},
      el('legend', {}, 'How much of your list'),
      choices.map(([text], index) => el('label', { class: 'choice' }, radios[index], text))),
    el('label', { class: 'choice' }, muted, 'Mute: recommend nothing for this taste'),
    el('div', { class: 'buttons' },
      el('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
      el('button', { type: 'submit', class: 'primary' }, 'Save')));
  form.addEventListener('submit', () => {
    // What was not touched is not sent: somebody else may have set it meanwhile.
    const weight = Number(radios.find((radio) => radio.checked).value);
    const values = {};
    if (name.value.trim() !== (taste.name ?? '')) values.name = name.value.trim();
    if (weight !== taste.weight) values.weight = weight;
    if (muted.checked !== taste.muted) values.muted = muted.checked;
    if (Object.keys(values).length) save(values);
  });
  return form;
}

function merging(others, merge) {
  const select = el('select', { 'aria-label': 'Another taste' },
    others.map((other, index) => el('option', { value: String(index) }, titleOf(other))));
  return el('details', {},
    el('summary', {}, 'Merge with another taste'),
    el('div', { class: 'part' },
      select,
      el('button', { type: 'button', on: { click: () => merge(others[Number(select.value)]) } }, 'Merge')));
}

function splitting(taste, split) {
  const boxes = taste.likes.map((like) => el('input', { type: 'checkbox', value: like.content }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const button = el('button', { type: 'button', on: { click: () => split(chosen()) } });
  const show = () => {
    const { length } = chosen();
    button.textContent = length ? `Make ${count(length, 'like')} a taste of its own` : 'Split where they differ most';
    button.disabled = length === boxes.length;
  };
  for (const box of boxes) box.addEventListener('change', show);
  show();
  return el('details', {},
    el('summary', {}, 'Split in two'),
    el('div', { class: 'part' },
      el('ul', {}, taste.likes.map((like, index) => el('li', {},
        el('label', { class: 'choice' },
          boxes[index],
          like.thumbnail
            ? el('img', { src: `${like.thumbnail}&size=160`, alt: '', width: 40, height: 40, loading: 'lazy' })
            : el('span', { class: 'no-picture' }),
          el('span', { class: 'name' }, nameOf(like.path)))))),
      button));
}
