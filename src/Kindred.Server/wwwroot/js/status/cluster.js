// The servers that share the library: which there are, what each searches, and how far it has come.
import { count, el } from '../dom.js';

/** The card of the cluster that the server belongs to. */
export function clusterCard({ node: own, revision, nodes, partitions }) {
  return el('section', { class: 'card wide', 'aria-labelledby': 'cluster-title' },
    el('h2', { id: 'cluster-title' }, 'Cluster'),
    el('p', { class: 'muted' }, `${count(nodes.length, 'node')}, ${count(partitions.length, 'partition')}; `
      + `the library is at revision ${revision.toLocaleString('en')}. ${gapsOf(partitions, nodes)}`),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Nodes' },
      el('table', {},
        el('thead', {}, el('tr', {},
          ...['Node', 'State'].map((name) => el('th', { scope: 'col' }, name)),
          ...['Replicas', 'Shows revision', 'Behind by'].map((name) => el('th', { scope: 'col', class: 'number' }, name)))),
        el('tbody', {}, nodes.map((one) => el('tr', {},
          el('td', {}, one.address),
          el('td', {}, [one.status.toLowerCase(), one.leads && 'prepares the library', one.address === own && 'answers you']
            .filter(Boolean).join(', ')),
          ...[one.replicas, one.revision, one.behind].map((value) => el('td', { class: 'number' },
            value === null || value === undefined ? '–' : value.toLocaleString('en')))))))));
}

// What a partition lacks: with one node there can be but one copy of it.
function gapsOf(partitions, nodes) {
  const wanted = Math.min(2, nodes.length);
  const placesOf = ({ replicas }) => new Set(replicas.filter(Boolean)).size;
  const gone = partitions.filter((one) => placesOf(one) === 0);
  const few = partitions.filter((one) => placesOf(one) > 0 && placesOf(one) < wanted);
  const named = (some) => `${some.length === 1 ? 'Partition' : 'Partitions'} ${some.map(({ number }) => number).join(', ')} `
    + `${some.length === 1 ? 'is' : 'are'}`;
  if (gone.length > 0) return `${named(gone)} on no node that answers: searches fail.`;
  if (few.length > 0) return `${named(few)} on one node only, until another has opened what a node left.`;
  return wanted === 2 ? 'Every partition is on two nodes.' : 'A second node would make the loss of one harmless.';
}
