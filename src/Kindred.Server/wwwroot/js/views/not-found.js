// Where no view has the address.
import { el, state } from '../dom.js';

export const title = 'Not found';

export function show(root) {
  root.replaceChildren(state(
    'search', 'There is nothing at this address', 'The address may be mistyped or cut off.',
    el('a', { class: 'button', href: '#/gallery' }, 'Go to the gallery')));
}
