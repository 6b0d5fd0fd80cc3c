// Where the server asks for its key.
import { api, events } from '../api.js';
import { el } from '../dom.js';

export const title = 'Sign in';

export async function show(root) {
  const input = el('input', { type: 'password', id: 'key', required: true, autocomplete: 'current-password' });
  const wrong = el('p', { class: 'error', role: 'alert' });
  const form = el('form', { class: 'sign-in' },
    el('h1', {}, 'Sign in'),
    el('p', { class: 'muted' }, 'This gallery needs a key. Ask whoever runs the server for it.'),
    el('label', { for: 'key' }, 'Key'), input, wrong,
    el('button', { type: 'submit', class: 'primary' }, 'Sign in'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await api.signIn(input.value);
      location.hash = '#/gallery';
      events.dispatchEvent(new Event('signed-in'));
    } catch (error) {
      wrong.textContent = error.message;
      input.select();
    }
  });
  root.replaceChildren(form);
  input.focus();
}
