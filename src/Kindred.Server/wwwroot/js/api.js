// The REST API. Every answer says which snapshot of the gallery it is from; a new one is announced on `events` as "gallery". That there
// was no answer is announced as "silence".
export const events = new EventTarget();

let gallery = 0;

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function request(path, { method = 'GET', body, signal } = {}) {
  const isForm = body instanceof FormData;
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      body: isForm || body === undefined ? body : JSON.stringify(body),
      headers: isForm || body === undefined ? {} : { 'Content-Type': 'application/json' },
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    if (path !== '/api/session') events.dispatchEvent(new Event('silence'));
    throw new ApiError(0, 'Kindred does not answer. Is it still running?');
  }
  announce(Number(response.headers.get('X-Kindred-Gallery') ?? 0));
  if (response.ok) return response.status === 204 ? null : { ...(await response.json()), status: response.status };
  if (response.status === 401 && path !== '/api/session') events.dispatchEvent(new Event('signin'));
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(response.status, problem.detail ?? problem.title ?? `The server answered ${response.status}.`);
}

function announce(number) {
  if (number === 0) return;
  const before = gallery;
  gallery = number;
  // Fewer than before: the server was started anew, and counts from one again.
  if (before > 0 && number !== before) events.dispatchEvent(new Event('gallery'));
}

/** The part of an address after the question mark. Empty values are left out; a list repeats its name. */
export function query(values) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') search.append(name, one);
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

const mostAtOnce = 500;

/** A list with all of its items, however many: `read` reads the part that an offset and a limit say. */
export async function whole(read) {
  const first = await read({ limit: mostAtOnce });
  const items = [...first.items];
  while (items.length < first.total) {
    const { items: more } = await read({ offset: items.length, limit: mostAtOnce });
    if (more.length === 0) break; // Some have gone meanwhile.
    items.push(...more);
  }
  return { ...first, items };
}

const user = (name) => `/api/users/${encodeURIComponent(name)}`;

export const api = {
  session: () => request('/api/session'),
  signOut: () => request('/api/session', { method: 'DELETE' }),
  signIn: (key) => request('/api/session', { method: 'POST', body: { key } }),
  labels: (signal) => whole((part) => request(`/api/labels${query(part)}`, { signal })),
  attributes: (signal) => whole((part) => request(`/api/attributes${query(part)}`, { signal })),
  attributeValues: (name, values, signal) =>
    request(`/api/attributes/${encodeURIComponent(name)}/values${query(values)}`, { signal }),
  images: (values, signal) => request(`/api/images${query(values)}`, { signal }),
  sections: (values, signal) => request(`/api/images/sections${query(values)}`, { signal }),
  image: (id, signal) => request(`/api/images/${id}`, { signal }),
  similar: (id, values, signal) => request(`/api/images/${id}/similar${query(values)}`, { signal }),
  search(file, values, signal) {
    const body = new FormData();
    body.append('image', file, file.name || 'picture');
    return request(`/api/search${query(values)}`, { method: 'POST', body, signal });
  },
  words: (signal) => request('/api/search/words', { signal }),
  searchWords: (values, signal) => request(`/api/search${query(values)}`, { signal }),
  users: () => whole((part) => request(`/api/users${query(part)}`)),
  interactions: (name, signal) => whole((part) => request(`${user(name)}/interactions${query(part)}`, { signal })),
  choose: (name, picture, kind) => request(`${user(name)}/interactions/${picture}`, { method: 'PUT', body: { kind } }),
  forget: (name, picture, kind) => request(`${user(name)}/interactions/${picture}${query({ kind })}`, { method: 'DELETE' }),
  forgetUser: (name) => request(`${user(name)}/interactions`, { method: 'DELETE' }),
  recommendations: (name, values, signal) => request(`${user(name)}/recommendations${query(values)}`, { signal }),
  heatMap: (name, id, values, signal) => request(`${user(name)}/recommendations/${id}/heat-map${query(values)}`, { signal }),
  tastes: (name, signal) => request(`${user(name)}/tastes`, { signal }),
  setTaste: (name, taste, values) => request(`${user(name)}/tastes/${taste}`, { method: 'PATCH', body: values }),
  splitTaste: (name, taste, likes) => request(`${user(name)}/tastes/${taste}/split`, { method: 'POST', body: { likes } }),
  mergeTastes: (name, tastes) => request(`${user(name)}/tastes/merge`, { method: 'POST', body: { tastes } }),
  resetTaste: (name, taste) => request(`${user(name)}/tastes/${taste}`, { method: 'DELETE' }),
  nearDuplicates: (values, signal) => request(`/api/near-duplicates${query(values)}`, { signal }),
  moveNearDuplicates: (groups) => request('/api/near-duplicates/moves', { method: 'POST', body: { groups } }),
  variants: (values, signal) => request(`/api/variants${query(values)}`, { signal }),
  layout: (signal) => request('/api/layout', { signal }),
  status: (signal) => request('/api/status', { signal }),
  failures: (values, signal) => request(`/api/failures${query(values)}`, { signal }),
  startIndex: () => request('/api/index', { method: 'POST', body: {} }),
  stopIndex: () => request('/api/index', { method: 'DELETE' }),
};
