// What stands behind a tile that takes the place of its group: the same thing in other colors, other files of the same photograph, and other
// pictures of the same product.
import { count, el, nameOf } from './dom.js';

let shelves = 0;

/**
 * The mark that says what is behind a picture, and the shelf that it opens; nothing where there is nothing.
 * @param image A picture of the API.
 * @param similar Makes the address of what is similar to a picture of an id.
 */
export function behind({ path, variant = false, variants = [], nearDuplicates = [], views = [] }, similar) {
  const text = said(variant, variants, nearDuplicates, views);
  if (!text) return [];
  if (variants.length + nearDuplicates.length + views.length === 0) return [el('span', { class: 'behind' }, text)];
  const name = nameOf(path);
  const shelf = el('div', { class: 'shelf', id: `shelf-${++shelves}`, hidden: true },
    row(`Other colors of ${name}`, 'Other colors', variants, similar),
    row(`The same photograph as ${name}`, 'Same photograph', nearDuplicates, similar),
    row(`Other pictures of the product of ${name}`, 'Same product', views, similar));
  const mark = el('button', {
    type: 'button', class: 'behind', 'aria-expanded': 'false', 'aria-controls': shelf.id, 'aria-label': `${text}, ${name}`,
    title: 'Show them (v)',
    on: {
      click: () => {
        shelf.hidden = !shelf.hidden;
        mark.setAttribute('aria-expanded', String(!shelf.hidden));
      },
      keydown: (event) => {
        if (event.key === 'Escape' && !shelf.hidden) mark.click();
      },
    },
  }, text);
  return [mark, shelf];
}

// A variant is another color, never a duplicate.
function said(variant, variants, nearDuplicates, views) {
  if (variant) return variants.length ? count(variants.length + 1, 'other color') : 'Another color';
  if (variants.length) return count(variants.length + 1, 'color');
  if (views.length) return count(views.length + 1, 'picture');
  return nearDuplicates.length ? `+${count(nearDuplicates.length, 'near-duplicate')}` : '';
}

const row = (label, heading, images, similar) => (images.length === 0 ? null : el('div', {},
  el('span', { class: 'shelf-name', 'aria-hidden': 'true' }, heading),
  el('ul', { 'aria-label': label }, images.map((image) => el('li', {},
    el('a', { href: similar(image.id), 'aria-label': `Show ${nameOf(image.path)}`, title: image.path },
      el('img', { src: `${image.thumbnail}&size=160`, alt: '', loading: 'lazy', decoding: 'async', width: 64, height: 64 })))))));
