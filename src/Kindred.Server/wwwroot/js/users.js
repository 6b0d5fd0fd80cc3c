// The switch between users; a new one needs no more than a name.
import { api } from './api.js';
import { choices, switchUser, user } from './choices.js';
import { el } from './dom.js';
import { say } from './toasts.js';

const add = '\u0000new';
const select = document.getElementById('user');
const dialog = document.getElementById('new-user');

/** Fills the switch with the users there are. */
export async function fillUsers() {
  const { users } = await api.users();
  const names = new Set([user(), 'me', ...users.map((one) => one.user)]);
  select.replaceChildren(
    ...[...names].sort().map((name) => el('option', { value: name, selected: name === user() }, name)),
    el('option', { value: add }, 'New user…'));
  select.value = user();
}

select.addEventListener('change', async () => {
  if (select.value !== add) {
    await change(select.value);
    return;
  }
  select.value = user();
  ask();
});

async function change(name) {
  try {
    await switchUser(name);
    await fillUsers();
  } catch (error) {
    select.value = user();
    say(error.message);
  }
}

choices.addEventListener('stored', () => {
  if (![...select.options].some((option) => option.value === user())) fillUsers();
});

function ask() {
  const input = el('input', { type: 'text', id: 'new-user-name', maxlength: 100, required: true, autocomplete: 'off' });
  const form = el('form', { method: 'dialog' },
    el('h2', { id: 'new-user-title' }, 'Who else is looking?'),
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
