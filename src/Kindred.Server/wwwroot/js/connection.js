// Notices that the server does not answer, and that it is back.
import { api, events } from './api.js';
import { catchUp } from './choices.js';

const lookSeconds = 5;
const waitSeconds = 1;
const banner = document.getElementById('offline');
let isLost = false;
let wasSilent = false; // Something was not answered since the last look.
let isTriedAgain = false; // And was asked for again; what fails twice is not a lost server.
let timer;

/** Begins to look now and then whether the gallery has changed and the server answers, as long as somebody is looking. */
export function follow() {
  plan(lookSeconds);
}

function plan(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000);
}

async function look() {
  if (!document.hidden) {
    try {
      const { signedIn } = await api.session();
      if (isLost || (wasSilent && !isTriedAgain)) back();
      else isTriedAgain &&= wasSilent;
      wasSilent = false;
      if (signedIn) await catchUp();
    } catch (error) {
      if (error.status === 0) lost();
    }
  }
  plan(isLost ? waitSeconds : lookSeconds);
}

function lost() {
  isLost = true;
  banner.hidden = false;
}

// What could not be shown is asked for again, as if somebody had pressed the button.
function back() {
  isLost = false;
  banner.hidden = true;
  const retries = document.querySelectorAll('main .fault button');
  isTriedAgain = retries.length > 0;
  for (const retry of retries) retry.click();
}

// One answer that is missing need not mean anything: the next look tells.
events.addEventListener('silence', () => {
  wasSilent = true;
  plan(0);
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) plan(0);
});
