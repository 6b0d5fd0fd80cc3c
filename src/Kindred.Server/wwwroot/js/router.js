// Addresses: #/view/part?name=value. Views, filters and chains are in them, so that reloading and the Back button just work.
/** What the address says now. */
export function route() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...parts] = path.split('/').map(decode);
  return { view: view || 'gallery', parts, query: new URLSearchParams(search) };
}

// What somebody typed by hand may not be an address at all.
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** An address. Values that are empty are left out, lists repeat their name. */
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
  history.replaceState(null, '', address(view, parts, values));
}
