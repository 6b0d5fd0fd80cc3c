// Who is looking, and what they chose. Changes are announced on `choices` as "change", those that the server has answered also
// as "stored"; those that were made here and that the server has, as "made"; another user as "user".
import { api } from './api.js';
import { nameOf } from './dom.js';
import { say } from './toasts.js';

// What is known of a user. What the server has (`stored`) and what was clicked since (`clicks`: the last click on each picture that
// has no answer yet) are kept apart, so that a click that fails takes nothing with it but itself.
const person = (name) => ({ name, stored: new Map(), clicks: new Map(), steps: [], inDoubt: false });

let own = person(localStorage.getItem('user') || 'me');
let turn = Promise.resolve();

export const choices = new EventTarget();

export const user = () => own.name;

/** "like", "dislike", or nothing. */
export const kindOf = (id) => (own.clicks.has(id) ? own.clicks.get(id).kind : own.stored.get(id));

/** How many pictures of the gallery they like. */
export const likes = () => [...own.stored.values()].filter((kind) => kind === 'like').length;

export const canUndo = () => own.steps.length > 0;

/** Reads what the user chose. */
export async function load() {
  const mine = own;
  await inTurn(() => read(mine));
}

export async function switchUser(other) {
  const theirs = person(other);
  await inTurn(() => read(theirs)); // Without it, nothing changes.
  own = theirs;
  localStorage.setItem('user', other);
  announce('change');
  announce('user');
}

/** Likes or dislikes a picture, or takes that back if it is so already. */
export async function toggle(image, kind) {
  const mine = own;
  const after = kindOf(image.id) === kind ? undefined : kind;
  const before = await put(mine, image, after);
  mine.steps.push({ image, before });
  if (mine !== own) return; // Somebody else is looking by now, to whom this says nothing.
  const said = { like: 'Liked', dislike: 'Disliked', undefined: 'Taken back:' }[after];
  say(`${said} ${nameOf(image.path)}`, { label: 'Undo', run: undo });
}

/** Passes over a picture: it is not recommended again, and nothing is held against what is like it. */
export async function pass(image) {
  const mine = own;
  try {
    await inTurn(() => api.choose(mine.name, image.id, 'seen'));
  } catch (error) {
    say(error.message);
    throw error;
  }
  mine.steps.push({ image, isPassed: true });
  announce('stored');
  announce('made');
  if (mine === own) say(`Not ${nameOf(image.path)} again, but its kind`, { label: 'Undo', run: undo });
}

/** Takes back the last choice, one step a call. */
export async function undo() {
  const mine = own;
  const step = mine.steps.pop();
  if (!step) return;
  try {
    if (step.isPassed) await inTurn(() => api.forget(mine.name, step.image.id, 'seen'));
    else await put(mine, step.image, step.before);
  } catch {
    mine.steps.push(step); // What is wrong has been said, and it can be done later.
    return;
  }
  if (step.isPassed) {
    announce('stored');
    announce('made');
  }
  say(`Undone: ${nameOf(step.image.path)}`);
}

/** Reads again what the user chose: somebody else, such as another tab, may have changed it. */
export async function reread() {
  const mine = own;
  await inTurn(() => read(mine));
  announce('stored');
}

/** Reads again what the user chose if an answer was lost; to be called when the server answers. */
export async function catchUp() {
  const mine = own;
  if (!mine.inDoubt) return;
  await inTurn(() => mine.inDoubt && read(mine));
  announce('stored');
}

// Returns what the server had before.
async function put(mine, image, kind) {
  const click = { kind };
  mine.clicks.set(image.id, click); // Shown at once: a click that seems to do nothing is clicked again.
  announce('change');
  try {
    return await inTurn(() => send(mine, image.id, kind));
  } catch (error) {
    say(error.message);
    throw error;
  } finally {
    if (mine.clicks.get(image.id) === click) mine.clicks.delete(image.id);
    announce('change');
    if (!mine.inDoubt) announce('stored');
  }
}

async function send(mine, id, kind) {
  if (mine.inDoubt) await read(mine);
  const before = mine.stored.get(id);
  try {
    if (kind) await api.choose(mine.name, id, kind);
    else if (before) await api.forget(mine.name, id, before);
  } catch (error) {
    // It was refused, or it was done and only the answer is lost; the server knows.
    mine.inDoubt = true;
    await read(mine).catch(() => {});
    throw error;
  }
  if (kind) mine.stored.set(id, kind);
  else mine.stored.delete(id);
  announce('made');
  return before;
}

async function read(mine) {
  const { items: interactions } = await api.interactions(mine.name);
  const opinions = interactions.filter(({ kind, image }) => image && (kind === 'like' || kind === 'dislike'));
  mine.stored = new Map(opinions.map(({ kind, image }) => [image.id, kind]));
  mine.inDoubt = false;
  announce('change');
}

// One after the other: of two clicks in a row the server must hear the second last, and nothing is read while something is written.
function inTurn(job) {
  const done = turn.then(job);
  turn = done.catch(() => {});
  return done;
}

function announce(what) {
  choices.dispatchEvent(new Event(what));
}
