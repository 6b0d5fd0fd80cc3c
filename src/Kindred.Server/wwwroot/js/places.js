// Where somebody was on each step of the history: Back, and reloading, come back to the place.
const stored = 'places';
const most = 200;
const places = new Map(JSON.parse(sessionStorage.getItem(stored) ?? '[]'));
let current = null;
let isSettled = false;

history.scrollRestoration = 'manual';

/** To be called when a view is about to be shown: the place { y, image } where somebody was on this step of the history, if they were. */
export function arrive() {
  isSettled = false;
  current = history.state?.place ?? null;
  if (current === null) {
    current = `${performance.timeOrigin}-${performance.now()}`;
    history.replaceState({ ...history.state, place: current }, '');
  }
  return places.get(current) ?? null;
}

/** To be called when the view is there: goes to the place, and notes from now on where one is. */
export function settle(place) {
  scrollTo(0, place?.y ?? 0);
  document.querySelector(`.tile[data-image="${place?.image ?? ''}"] .picture`)?.focus({ preventScroll: true });
  isSettled = true;
}

function remember(values) {
  if (!isSettled || current === null) return;
  places.set(current, { ...places.get(current), ...values });
  if (places.size > most) places.delete(places.keys().next().value);
}

addEventListener('scroll', () => remember({ y: scrollY }), { passive: true });
document.addEventListener('focusin', ({ target }) => remember({ image: target.closest?.('.tile[data-image]')?.dataset.image }));
addEventListener('pagehide', () => sessionStorage.setItem(stored, JSON.stringify([...places])));
