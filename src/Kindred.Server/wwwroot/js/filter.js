// The filter by labels: one button for each, any number of them pressed.
import { api } from './api.js';
import { el } from './dom.js';

let shared = null;

/** Learns which label says nothing; for views that show labels without a filter. */
export async function learnLabels(signal) {
  const answer = await api.labels(signal);
  const { items: labels, images } = answer;
  shared = labels.length === 1 && labels[0].images === images ? labels[0].label : null;
  return answer;
}

/** The label of a picture as it is shown: one that every picture has says nothing. */
export const labelOf = ({ label }) => (label === shared ? null : label);

/**
 * The filter; nothing where the gallery has no labels.
 * @param chosen The labels that are chosen at first.
 * @param changed Told the chosen labels after every change.
 */
export async function labelFilter(chosen, changed, signal) {
  const { items: labels } = await learnLabels(signal);
  if (labels.length === 0 || shared !== null) return null;
  const wanted = new Set(chosen.filter((label) => labels.some((one) => one.label === label)));
  const group = el('div', { class: 'filter', role: 'group', 'aria-label': 'Only these labels' });
  for (const { label, images: number } of labels) {
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
    }, label, el('span', { class: 'number' }, number.toLocaleString('en')));
    group.append(button);
  }
  return group;
}
