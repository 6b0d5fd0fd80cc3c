// The filter by labels: one button for each, any number of them pressed.
import { api } from './api.js';
import { el } from './dom.js';

/**
 * The filter; nothing where the gallery has no labels.
 * @param chosen The labels that are chosen at first.
 * @param changed Told the chosen labels after every change.
 */
export async function labelFilter(chosen, changed, signal) {
  const { labels } = await api.labels(signal);
  if (labels.length === 0) return null;
  const wanted = new Set(chosen.filter((label) => labels.some((one) => one.label === label)));
  const group = el('div', { class: 'filter', role: 'group', 'aria-label': 'Only these labels' });
  for (const { label, images } of labels) {
    const button = el('button', {
      type: 'button', class: 'chip', 'aria-pressed': String(wanted.has(label)),
      on: {
        click: () => {
          if (wanted.has(label)) wanted.delete(label);
          else wanted.add(label);
          button.setAttribute('aria-pressed', String(wanted.has(label)));
          changed([...wanted]);
        },
      },
    }, label, el('span', { class: 'number' }, String(images)));
    group.append(button);
  }
  return group;
}
