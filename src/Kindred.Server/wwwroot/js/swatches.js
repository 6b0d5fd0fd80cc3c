// The filter by color: a row of swatches, at most one of them pressed. It asks for the color of things, not of the ground they lie on.
import { el } from './dom.js';

const swatches = {
  black: '#222222', white: '#f2f3f4', grey: '#848482', beige: '#e0d0b0', brown: '#6f4e37', red: '#be0032', orange: '#f38400',
  yellow: '#f3c300', olive: '#665d1e', green: '#008856', teal: '#007a74', blue: '#0067a5', navy: '#00304e', purple: '#875692', pink: '#ea9399',
};

/**
 * The filter.
 * @param color The color that is chosen at first, or nothing.
 * @param changed Told the chosen color after every change; nothing where none is.
 */
export function colorFilter(color, changed) {
  let chosen = color in swatches ? color : '';
  const group = el('div', { class: 'swatches', role: 'group', 'aria-label': 'Only things of this color' });
  const show = () => {
    for (const button of group.children) button.setAttribute('aria-pressed', String(button.dataset.color === chosen));
  };
  for (const [name, value] of Object.entries(swatches)) {
    const button = el('button', {
      type: 'button', class: 'color-swatch', title: name, 'aria-label': name, data: { color: name },
      on: {
        click: () => {
          chosen = chosen === name ? '' : name;
          show();
          changed(chosen);
        },
      },
    });
    button.style.setProperty('--swatch', value);
    group.append(button);
  }
  show();
  return group;
}
