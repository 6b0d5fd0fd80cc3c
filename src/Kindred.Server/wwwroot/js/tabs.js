// Tabs of the same browser follow one another: what is chosen in one shows in the others, and so do who is looking and the colors.
import { choices, reread, switchUser, user } from './choices.js';
import { fillUsers } from './users.js';

const channel = new BroadcastChannel('kindred');
let isFollowing = false;

choices.addEventListener('made', () => channel.postMessage({ chose: user() }));
choices.addEventListener('user', () => {
  if (!isFollowing) channel.postMessage({ user: user() });
});

channel.addEventListener('message', async ({ data }) => {
  try {
    if (data.chose === user()) await reread();
    if (data.user && data.user !== user()) await follow(data.user);
  } catch {
    // The server does not answer: that has been said, and everything is read when it does again.
  }
});

async function follow(other) {
  isFollowing = true;
  try {
    await switchUser(other);
    await fillUsers();
  } finally {
    isFollowing = false;
  }
}
