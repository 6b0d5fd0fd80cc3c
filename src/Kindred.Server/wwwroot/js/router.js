// Addresses: #/view/part?name=value. Views, filters and chains are in them, so that reloading and the Back button just work.

// What views were called before: addresses are in bookmarks.
const renamed = new Map([['like', 'similar'], ['map', 'layout'], ['duplicates', 'near-duplicates']]);

/** Puts the address that a view has now in the place of the one it had before, without a step in the history. */
export function leadOn() {
  const [, view, rest] = /^#\/?([^/?]*)(.*)$/s.exec(location.hash) ?? [];
  if (renamed.has(view)) history.replaceState(history.state, '', `#/${renamed.get(view)}${rest}`);
}

/** What the address says now. */
export function route() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...parts] = path.split('/').map(decode);
  return { view: view || 'gallery', parts, query: new URLSearchParams(search) };
}

// What somebody typed by hand may not be an address at all; then no view has it.
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** An address. Empty values are left out; a list repeats its name. */
export function address(view, parts = [], values = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') search.append(name, one);
  }
  const text = search.toString();
  return `#/${[view, ...parts].map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

export function go(view, parts, values) {
  location.hash = address(view, parts, values);
}

/** Changes the address without a step in the history and without showing the view anew. */
export function note(view, parts, values) {
  history.replaceState(history.state, '', address(view, parts, values));
}
