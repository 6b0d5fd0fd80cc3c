// The switch between users: those who looked last are one click or key away; a new one needs no more than a name.
import { may } from './access.js';
import { api } from './api.js';
import { choices, likes, switchUser, user } from './choices.js';
import { count, el } from './dom.js';
import { recent, remember, forget } from './recent-users.js';
import { say } from './toasts.js';

const [add, remove] = ['\u0000new', '\u0000forget'];
const most = 200; // Of those who did not look from here; anybody else is reached by name.
const shownRecent = 3;
const select = document.getElementById('user');
const buttons = document.getElementById('recent-users');
const dialog = document.getElementById('new-user');
let known = new Map(); // Likes of those the server knows, by name.

/** Fills the switch with the users there are. */
export async function fillUsers() {
  const { items: users } = await api.users();
  known = new Map(users.map((one) => [one.user, one.likes]));
  remember(user());
  draw();
}

function draw() {
  const last = recent();
  const names = [...new Set(['me', ...known.keys()])].filter((name) => !last.includes(name)).sort();
  select.replaceChildren(
    group('Lately here', last.map(option)),
    ...(names.length ? [group('Others', names.slice(0, most).map(option))] : []),
    group('More', [
      el('option', { value: add }, names.length > most ? `New user, or one of ${count(names.length - most, 'other')}…` : 'New user…'),
      ...(known.has(user()) ? [el('option', { value: remove }, `Forget ${user()}…`)] : []),
    ]));
  select.value = user();
  buttons.replaceChildren(...last.slice(1, 1 + shownRecent).map(button));
  buttons.hidden = last.length < 2;
}

const group = (label, options) => el('optgroup', { label }, options);
const option = (name) => el('option', { value: name }, said(name));
const likesOf = (name) => (name === user() ? likes() : known.get(name) ?? 0);
const said = (name) => (likesOf(name) ? `${name} · ${count(likesOf(name), 'like')}` : name);

const button = (name, index) => el('button', {
  type: 'button', class: 'quiet round initials', 'aria-label': `Switch to ${name}`,
  title: `${said(name)}${index === 0 ? ' (u)' : ''}`, on: { click: () => change(name) },
}, initials(name));

// Letters as people see them: a name may begin with one that is put together of several.
function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return (words.length > 1 ? [words[0], words.at(-1)] : words)
    .map((word) => [...new Intl.Segmenter().segment(word)][0].segment.toUpperCase()).join('') || '?';
}

select.addEventListener('change', async () => {
  const { value } = select;
  if (![add, remove].includes(value)) {
    await change(value);
    return;
  }
  select.value = user();
  if (value === add) ask();
  else confirmForget();
});

async function change(name) {
  if (name === user()) return;
  try {
    await switchUser(name);
    await fillUsers();
    say(`Switched to ${name}, with ${count(likes(), 'like')}`);
  } catch (error) {
    select.value = user();
    say(error.message);
  }
}

choices.addEventListener('stored', () => {
  if (!may('write')) return;
  if (!known.has(user())) fillUsers().catch(() => {}); // That there is no answer is said elsewhere.
  else for (const one of select.options) if (one.value === user()) one.textContent = said(user());
});

function ask() {
  const input = el('input', { type: 'text', id: 'new-user-name', maxlength: 100, required: true, autocomplete: 'off' });
  const form = el('form', { method: 'dialog' },
    el('h2', { id: 'new-user-title' }, 'Who is the new user?'),
    el('label', { for: 'new-user-name' }, 'Name'),
    input,
    el('div', { class: 'buttons' },
      el('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
      el('button', { type: 'submit', class: 'primary' }, 'Go on')));
  form.addEventListener('submit', async () => {
    const name = input.value.trim();
    if (name) await change(name);
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

function confirmForget() {
  const name = user();
  const form = el('form', { method: 'dialog' },
    el('h2', { id: 'new-user-title' }, `Forget ${name}?`),
    el('p', {}, `Kindred forgets all that ${name} chose: ${count(likes(), 'like')} and everything else. This cannot be undone.`),
    el('div', { class: 'buttons' },
      el('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
      el('button', { type: 'submit', class: 'primary' }, `Forget ${name}`)));
  form.addEventListener('submit', async () => {
    try {
      await api.forgetUser(name);
      forget(name);
      await change(recent()[0] ?? 'me');
      if (user() === name) await fillUsers();
      say(`Forgot ${name}`);
    } catch (error) {
      say(error.message);
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

// u goes back to who looked before, and again: two people take turns with one key. U opens the switch.
document.addEventListener('keydown', (event) => {
  if (!['u', 'U'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || !may('write')) return;
  if (event.target.matches('input, select, textarea') || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  if (event.key === 'u') {
    const before = recent()[1];
    if (before) change(before);
    else say('There is no other recent user yet.');
    return;
  }
  select.focus();
  try {
    select.showPicker();
  } catch {
    // A browser that does not open it by script opens it with the space bar.
  }
});
