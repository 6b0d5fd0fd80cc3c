// How the library is: what is in it, how it is indexed, what could not be read, and how good its answers are.
import { api } from '../api.js';
import { el } from '../dom.js';
import { choicesCard } from '../status/choices.js';
import { clusterCard } from '../status/cluster.js';
import { failuresCard } from '../status/failures.js';
import { indexingCard } from '../status/indexing.js';
import { comparisonCard, libraryCard } from '../status/library.js';
import { qualityCard } from '../status/quality.js';

export const title = 'Status';
export const role = 'admin';

export async function show(root, route, signal) {
  const read = () => Promise.all([api.status(signal), api.labels(signal), failuresCard(signal)]);
  const [status, { items: labels }, failures] = await read();
  const cards = el('div', { class: 'cards' });
  const wrong = el('p', { class: 'error', role: 'alert' });

  // The card of indexing stays: a run may be followed in it, and it may have the focus.
  const indexing = indexingCard(status.index, async () => {
    try {
      wrong.textContent = '';
      const [now, { items: found }, left] = await read();
      fill(now, found, left);
    } catch (error) {
      if (!signal.aborted) wrong.textContent = error.message;
    }
  }, signal);

  function fill(now, found, left) {
    const others = [libraryCard(now, found), comparisonCard(now), choicesCard(now.choices), left, qualityCard(now.evaluation),
      ...(now.cluster ? [clusterCard(now.cluster)] : [])];
    for (const card of [...cards.children]) if (card !== indexing) card.remove();
    if (!indexing.parentNode) cards.append(indexing);
    indexing.before(others[0]);
    indexing.after(...others.slice(1));
  }

  root.replaceChildren(
    el('div', { class: 'head' },
      el('h1', {}, 'Status'),
      el('nav', { class: 'elsewhere', 'aria-label': 'For programs' },
        el('a', { href: '/scalar/' }, 'API reference'),
        el('a', { href: '/openapi/v1.json' }, 'OpenAPI document'),
        el('a', { href: '/metrics' }, 'Metrics'))),
    wrong, cards);
  fill(status, labels, failures);
}
