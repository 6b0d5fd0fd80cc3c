// Who is looking, and what they chose. Changes are announced on `choices` as "change"; another user as "user".
import { api } from './api.js';
import { nameOf } from './dom.js';
import { say } from './toasts.js';

const kinds = new Map();
const steps = [];
let sending = Promise.resolve();
let name = localStorage.getItem('user') || 'me';

export const choices = new EventTarget();

export const user = () => name;

/** "like", "dislike", or nothing. */
export const kindOf = (id) => kinds.get(id);

export const canUndo = () => steps.length > 0;

/** Reads what the user chose. */
export async function load() {
  fill(await api.interactions(name));
}

function fill({ interactions }) {
  kinds.clear();
  for (const { kind, image } of interactions) if (image && kind !== 'seen') kinds.set(image.id, kind);
  choices.dispatchEvent(new Event('change'));
}

export async function switchUser(other) {
  const history = await api.interactions(other); // Without it, nothing changes.
  name = other;
  localStorage.setItem('user', other);
  steps.length = 0;
  fill(history);
  choices.dispatchEvent(new Event('user'));
}

/** Likes or dislikes a picture, or takes that back if it is so already. */
export async function toggle(image, kind) {
  const who = name;
  const before = kinds.get(image.id);
  const after = before === kind ? undefined : kind;
  await put(image, after);
  if (who !== name) return; // Somebody else is looking by now, whose steps these are not.
  steps.push({ image, before });
  const said = { like: 'Liked', dislike: 'Disliked', undefined: 'Taken back:' }[after];
  say(`${said} ${nameOf(image.path)}`, { label: 'Undo', run: undo });
}

/** Takes back the last choice, one step a call. */
export async function undo() {
  const step = steps.pop();
  if (!step) return;
  try {
    await put(step.image, step.before);
  } catch {
    steps.push(step); // What is wrong has been said, and it can be done later.
    return;
  }
  say(`Undone: ${nameOf(step.image.path)}`);
}

async function put(image, kind) {
  const who = name;
  const before = kinds.get(image.id);
  set(image.id, kind); // At once: a click that seems to do nothing is clicked again.
  // One after the other: of two clicks in a row the server must hear the second last.
  sending = sending.catch(() => {}).then(() => (kind ? api.choose(who, image.id, kind) : api.forget(who, image.id, before)));
  try {
    await sending;
  } catch (error) {
    if (who === name) set(image.id, before);
    say(error.message);
    throw error;
  }
  choices.dispatchEvent(new Event('stored'));
}

function set(id, kind) {
  if (kind) kinds.set(id, kind);
  else kinds.delete(id);
  choices.dispatchEvent(new Event('change'));
}
