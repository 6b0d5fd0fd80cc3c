// The labels with their colors; each is a button that shows or hides its pictures.
import { el } from '../dom.js';

/**
 * The legend; nothing where there is but one label, or none.
 * @param hidden The set of labels that are hidden; it is changed.
 */
export function legend(labels, palette, hidden, changed) {
  if (labels.length < 2) return null;
  const buttons = new Map(labels.map(({ label, number }) => {
    const swatch = el('span', { class: 'swatch' });
    swatch.style.background = palette.get(label);
    return [label, el('button', {
      type: 'button', class: 'chip',
      on: {
        click: () => {
          if (!hidden.delete(label)) hidden.add(label);
          update();
        },
      },
    }, swatch, label ?? 'no label', el('span', { class: 'number' }, number.toLocaleString('en')))];
  }));
  const all = el('button', {
    type: 'button', class: 'chip all',
    on: {
      click: () => {
        const hide = hidden.size === 0;
        hidden.clear();
        if (hide) for (const { label } of labels) hidden.add(label);
        update();
      },
    },
  });

  function mark() {
    for (const [label, button] of buttons) button.setAttribute('aria-pressed', String(!hidden.has(label)));
    all.textContent = hidden.size === 0 ? 'Hide all' : 'Show all';
  }

  function update() {
    mark();
    changed();
  }

  mark();
  return el('div', { class: 'filter legend', role: 'group', 'aria-label': 'Labels shown' }, all, ...buttons.values());
}
