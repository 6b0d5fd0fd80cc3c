// Who looked from this browser lately, the last one first.
const stored = 'users';
const most = 5;

/** The names. */
export function recent() {
  try {
    const names = JSON.parse(localStorage.getItem(stored) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** Puts a name first. */
export function remember(name) {
  write([name, ...recent().filter((other) => other !== name)].slice(0, most));
}

/** Takes a name out. */
export function forget(name) {
  write(recent().filter((other) => other !== name));
}

const write = (names) => localStorage.setItem(stored, JSON.stringify(names));
