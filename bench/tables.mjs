// Makes tables of what bench/search.sh measured, and puts them between their markers: node bench/tables.mjs LINES.jsonl [DOCUMENT.md]
// Without a document the tables are printed. Lines that say the same are rounds of the same measurement, and medians are taken over all of them.
import { readFileSync, writeFileSync } from 'node:fs';

const [linesPath, documentPath] = process.argv.slice(2);
if (!linesPath) throw new Error('node bench/tables.mjs LINES.jsonl [DOCUMENT.md]');
const lines = readFileSync(linesPath, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const run = lines.find((line) => line.table === 'run');
const peers = lines.find((line) => line.table === 'peers');

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const number = (value) => value.toLocaleString('en-US');
const digits = (value) => number(Number(value < 100 ? value.toPrecision(3) : Math.round(value)));
const time = (seconds) =>
  seconds >= 1 ? `${digits(seconds)} s` : seconds >= 1e-3 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds * 1e6)} µs`;
const times = (seconds, ours) => `${seconds / ours < 10 ? (seconds / ours).toFixed(2) : digits(seconds / ours)} ×`;
const share = (value) => value.toFixed(3);
const percent = (value) => `${Math.round(value * 100)} %`;
const megabytes = (bytes) => `${digits(bytes / 1e6)} MB`;
const setNames = { real: 'photographs', clustered: 'clusters', growth: 'clusters' };

/** Lines of a table, those of the same measurement made into one with all their rounds. */
function measured(table, ...keys) {
  const groups = new Map();
  for (const line of lines.filter((one) => one.table === table)) {
    const key = JSON.stringify(['library', 'method', ...keys].map((name) => line[name]));
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(line);
  }
  const pool = (group, name) => group.flatMap((line) => line[name] ?? []);
  return [...groups.values()].map((group) => ({
    ...group[0],
    rounds: pool(group, 'seconds').length,
    seconds: median(pool(group, 'seconds')),
    buildSeconds: median(pool(group, 'buildSeconds')),
    bandwidth: median(pool(group, 'bandwidth')),
    memory: median(pool(group, 'memory')),
    recall: group[0].recall === undefined ? undefined : group.reduce((sum, line) => sum + line.recall, 0) / group.length,
    agreement: group.find((line) => line.agreement != null)?.agreement,
  }));
}

function table(header, rows) {
  const line = (row) => `| ${row.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

function caption(rows, what) {
  const rounds = rows.map((row) => row.rounds);
  const [least, most] = [Math.min(...rounds), Math.max(...rounds)];
  const counted = most === 1 ? 'one round' : `medians of ${least === most ? most : `${least} to ${most}`} rounds`;
  return `Commit ${run.commit}, ${run.date}, ${run.processor} with ${run.cores} cores; ${what}; ${counted}.`;
}

const namesOfLibraries = { native: 'hnswlib, compiled for this processor', hnsw: 'hnswlib, as Debian compiles it', IndexHNSWFlat: 'faiss IndexHNSWFlat' };
const title = (line) => (line.library === 'Kindred' ? '**Kindred**' : namesOfLibraries[line.method] ?? `${line.library} ${line.method}`);

function peersTable() {
  const bits = (name) => (peers.vectorBits[name] ? `${peers.vectorBits[name]}-bit vectors` : 'unknown');
  const { versions } = peers;
  return [
    `Commit ${run.commit}, ${run.date}, ${run.processor} with ${run.cores} cores, Python ${versions.python}.`,
    '',
    table(['', 'version', 'its own loops use', 'matrix products'], [
      ['scikit-learn', versions['scikit-learn'], '', peers.blas.join('; ')],
      ['faiss', versions.faiss, bits('faiss'), 'the same'],
      ['hnswlib', versions.hnswlib ?? '', bits('hnswlib'), 'none'],
      ['NumPy', versions.numpy, '', 'the same'],
    ]),
  ].join('\n');
}

function exactTable() {
  const rows = measured('exact', 'vectors');
  const ours = rows.find((row) => row.library === 'Kindred');
  const body = rows.map((row) => {
    const same = row.vectors === ours.vectors;
    const lists = row.vectors / row.seconds;
    // A list costs less among fewer vectors, so a part of them is in a peer's favor.
    const ratio = row === ours ? '' : same ? times(row.seconds, ours.seconds) : `more than ${times(ours.vectors / ours.seconds, lists)}`;
    return [
      title(row), number(row.vectors), time(row.seconds), digits(lists), ratio,
      row.agreement === undefined ? '' : share(row.agreement),
    ];
  });
  return [
    caption(rows, `${number(ours.vectors)} vectors of ${number(ours.dimensions)} numbers, all cores`), '',
    table(['', 'vectors', 'all lists', 'lists/s', 'takes, against Kindred', 'neighbors shared with Kindred'], body),
  ].join('\n');
}

function singleTable() {
  const rows = measured('single', 'threads').sort((a, b) => b.threads - a.threads);
  const ours = (threads) => rows.find((row) => row.library === 'Kindred' && row.threads === threads);
  const body = rows.map((row) => {
    const bytes = (row.vectors * row.dimensions * 4) / row.seconds;
    const mine = ours(row.threads);
    return [
      title(row), row.threads, time(row.seconds), `${digits(bytes / 1e9)} GB/s`, percent(bytes / mine.bandwidth),
      row === mine ? '' : times(row.seconds, mine.seconds),
    ];
  });
  const bandwidths = rows.filter((row) => row.library === 'Kindred').map((row) => `${digits(row.bandwidth / 1e9)} GB/s on ${row.threads}`);
  return [
    caption(rows, `${number(rows[0].vectors)} vectors of ${number(rows[0].dimensions)} numbers; memory is read at ${bandwidths.join(', ')} threads`), '',
    table(['', 'threads', 'a query', 'reads', 'of the bandwidth', 'takes, against Kindred'], body),
  ].join('\n');
}

const TARGETS = [0.9, 0.95, 0.99];

function graphTable(data) {
  const rows = measured('hnsw', 'data', 'ef').filter((row) => row.data === data);
  const builds = measured('build', 'data').filter((row) => row.data === data);
  const at = (build, target) =>
    rows.filter((row) => row.library === build.library && row.method === build.method && row.recall >= target).sort((a, b) => a.ef - b.ef)[0];
  const ours = builds.find((build) => build.library === 'Kindred');
  const body = builds.map((build) => [
    title(build),
    `${time(build.seconds)}${build === ours ? '' : ` (${times(build.seconds, ours.seconds)})`}`,
    ...TARGETS.flatMap((target) => {
      const [row, mine] = [at(build, target), at(ours, target)];
      if (!row) return ['not reached', ''];
      return [`${share(row.recall)} at ${row.ef}`, `${time(row.seconds)}${build === ours || !mine ? '' : ` (${times(row.seconds, mine.seconds)})`}`];
    }),
  ]);
  return [
    caption(rows, `${number(ours.vectors)} vectors of ${ours.dimensions} numbers, building on ${run.cores} threads, queries on one`), '',
    table(['', 'building', ...TARGETS.flatMap((target) => [`recall@10 ≥ ${target}, at ef`, 'a query'])], body),
  ].join('\n');
}

function precisionTable() {
  const rows = measured('int8', 'data', 'precision', 'threads').filter((row) => row.method === 'hnsw' ? row.threads === 1 : true);
  return [
    caption(rows, `flat search on ${run.cores} threads, graphs on one`), '',
    table(['', 'index', 'numbers', 'recall@10', 'bytes a vector', 'a query', 'building'], rows.map((row) => [
      `${setNames[row.data]}, ${number(row.vectors)} × ${row.dimensions}`, row.method === 'hnsw' ? `graph, ef ${row.ef}` : 'flat', row.precision,
      share(row.recall), digits(row.memory / row.vectors), time(row.seconds), time(row.buildSeconds),
    ])),
  ].join('\n');
}

function growthTable() {
  const rows = measured('growth', 'precision', 'vectors', 'threads');
  const of = (like, test) => rows.find((row) => row.method === like.method && row.precision === like.precision && row.vectors === like.vectors && test(row));
  const indexes = rows.filter((row) => row.threads === run.cores).sort((a, b) => a.method.localeCompare(b.method) || a.precision.localeCompare(b.precision) || a.vectors - b.vectors);
  return [
    caption(rows, `vectors of ${rows[0].dimensions} numbers`), '',
    table(['index', 'numbers', 'vectors', 'recall@10', 'a query, one thread', `${run.cores} threads`, 'building', 'memory'], indexes.map((row) => [
      row.method === 'hnsw' ? `graph, ef ${row.ef}` : 'flat', row.precision, number(row.vectors), share(row.recall),
      time(of(row, (other) => other.threads === 1)?.seconds ?? NaN), time(row.seconds), time(row.buildSeconds), megabytes(row.memory),
    ])),
  ].join('\n');
}

function churnTable() {
  const rows = lines.filter((line) => line.table === 'churn').map((row) => ({ ...row, rounds: row.seconds.length }));
  return [
    caption(rows, 'queries on one thread'), '',
    table(['', 'ef', 'removed', 'added', 'recall@10', 'built anew', 'a query', 'built anew', 'removing', 'adding'], rows.map((row) => [
      setNames[row.data], row.ef, number(row.removed), number(row.added), share(row.recall), share(row.freshRecall),
      time(median(row.seconds)), time(median(row.freshSeconds)), time(row.secondsToRemove), time(row.secondsToAdd),
    ])),
  ].join('\n');
}

function stressTable() {
  const rows = lines.filter((line) => line.table === 'stress');
  return [
    caption(rows.map(() => ({ rounds: 1 })), `${rows[0].searchers} searching threads, two that add and one that removes`), '',
    table(['seed', 'seconds', 'searches', 'added', 'removed', 'recall@10 afterwards', 'faults'], rows.map((row) => [
      row.seed, row.seconds, number(row.searches), number(row.added), number(row.removed), share(row.recallAfter), row.faults,
    ])),
  ].join('\n');
}

const blocks = {
  'search:peers': peersTable,
  'search:exact': exactTable,
  'search:single': singleTable,
  'search:photographs': () => graphTable('real'),
  'search:clusters': () => graphTable('clustered'),
  'search:precision': precisionTable,
  'search:growth': growthTable,
  'search:churn': churnTable,
  'search:stress': stressTable,
};

if (!documentPath) {
  for (const [name, make] of Object.entries(blocks)) console.log(`${name}\n\n${make()}\n`);
} else {
  let document = readFileSync(documentPath, 'utf8');
  for (const [name, make] of Object.entries(blocks)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [document.indexOf(open), document.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`${documentPath} has no place for ${name}: put ${open} and ${close} where its table belongs`);
    document = `${document.slice(0, start + open.length)}\n${make()}\n${document.slice(end)}`;
  }
  writeFileSync(documentPath, document);
}
