// The page: which view is shown, for whom, and what is always there.
import { learnAccess, may, signOut } from './access.js';
import { events } from './api.js';
import { canUndo, load, undo } from './choices.js';
import { follow } from './connection.js';
import { fault, skeleton } from './dom.js';
import { learnLabels } from './filter.js';
import './keys.js';
import { arrive, settle } from './places.js';
import { address, leadOn, route } from './router.js';
import './tabs.js';
import { announce, forgetNews } from './toasts.js';
import './upload.js';
import { fillUsers } from './users.js';
import * as forYou from './views/for-you.js';
import * as gallery from './views/gallery.js';
import * as layout from './views/layout.js';
import * as nearDuplicates from './views/near-duplicates.js';
import * as notAllowed from './views/not-allowed.js';
import * as notFound from './views/not-found.js';
import * as signIn from './views/sign-in.js';
import * as similar from './views/similar.js';
import * as status from './views/status.js';

// A view has a title, the role that it needs where that is more than to look, and show(root, route, signal, place), which fills the root;
// the signal ends with the view. The place is where somebody was on it before, for views that have to fetch what is there.
// They stand in a map: an object would also have views called "constructor" and "__proto__".
const views = new Map(Object.entries({
  gallery, 'for-you': forYou, similar, 'near-duplicates': nearDuplicates, layout, status, 'sign-in': signIn,
}));
const main = document.getElementById('main');
let leaving = new AbortController();

async function show() {
  leadOn();
  const now = route();
  const asked = views.get(now.view) ?? notFound;
  const view = asked.role && !may(asked.role) ? notAllowed : asked;
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const place = arrive();
  forgetNews();
  document.title = `${view.title} · Kindred`;
  document.querySelector('.views').hidden = now.view === 'sign-in'; // None of them shows anything before that.
  for (const link of document.querySelectorAll('.views a')) {
    if (link.dataset.view === now.view) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else link.removeAttribute('aria-current');
  }
  main.replaceChildren(skeleton());
  try {
    await view.show(main, now, signal, place);
    if (!signal.aborted) settle(place);
  } catch (error) {
    if (!signal.aborted) main.replaceChildren(fault(error, start)); // Who looks, and what they like, may be unknown too.
  }
}

async function start() {
  main.replaceChildren(skeleton());
  const session = await learnAccess();
  if (!session.signedIn && route().view !== 'sign-in') {
    location.hash = '#/sign-in';
    return;
  }
  if (session.signedIn) await Promise.allSettled([learnLabels(), ...(may('write') ? [load(), fillUsers()] : [])]);
  await show();
}

addEventListener('hashchange', async () => {
  await show();
  // What led here is gone, and the focus with it.
  if (document.activeElement === document.body) main.focus({ preventScroll: true });
});
document.getElementById('sign-out').addEventListener('click', signOut);
events.addEventListener('signin', () => {
  location.hash = '#/sign-in';
});
events.addEventListener('signed-in', start);
events.addEventListener('gallery', () => {
  // With nothing to look at yet, there is no place to lose, unless somebody is typing.
  const isTyping = document.activeElement?.matches('input, textarea');
  if (route().view === 'gallery' && !isTyping && !main.querySelector('.tile[data-image]')) show();
  else if (route().view !== 'status') announce('The gallery has changed.', { label: 'Show it', run: show });
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.target.matches('input, textarea') || !canUndo()) return;
  event.preventDefault();
  undo();
});
// What is asked of attributes is asked of all lists: who wants what is in stock wants it in the next view too.
document.querySelector('.views').addEventListener('click', ({ target }) => {
  const link = target.closest('a');
  if (['gallery', 'for-you', 'similar'].includes(link?.dataset.view)) {
    link.href = address(link.dataset.view, [], { where: route().query.get('where') });
  }
}, { capture: true });
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
// Bars that stick to the top stand below this one.
const bar = document.querySelector('.top');
new ResizeObserver(() => document.documentElement.style.setProperty('--top-height', `${bar.offsetHeight}px`)).observe(bar);
follow();
start();
