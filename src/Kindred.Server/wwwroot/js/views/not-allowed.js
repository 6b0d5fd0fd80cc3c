// Where whoever looks has a key that does not lead to a view.
import { el, state } from '../dom.js';

export const title = 'Not with this key';

export function show(root) {
  root.replaceChildren(state(
    'keys', 'This needs another key', 'The key you signed in with may not see this. Sign out, then sign in with one that may.',
    el('a', { class: 'button', href: '#/gallery' }, 'Go to the gallery')));
}
