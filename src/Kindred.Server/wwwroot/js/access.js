// What whoever looks may do, as the server says: what they may not is not offered. The server refuses it all the same.
import { api } from './api.js';
import { say } from './toasts.js';

const roles = ['read', 'write', 'admin'];
let role = 'admin'; // Until the server has answered, as where it asks for no key.

/** Whether they have a role, or one that may do more. */
export const may = (wanted) => roles.indexOf(role) >= roles.indexOf(wanted);

/** Asks the server who looks; where it does not answer, all is as before. */
export async function learnAccess() {
  const session = await api.session().catch(() => null);
  if (session) take(session);
  return session ?? { signedIn: true };
}

/** Forgets the key, and asks for one. */
export async function signOut() {
  try {
    await api.signOut();
    await learnAccess();
    location.hash = '#/sign-in';
  } catch (error) {
    say(error.message);
  }
}

function take(session) {
  if (session.signedIn && roles.includes(session.role)) ({ role } = session);
  for (const element of document.querySelectorAll('[data-for]')) element.hidden = !session.signedIn || !may(element.dataset.for);
  document.getElementById('sign-out').hidden = !(session.keyRequired && session.signedIn);
}
