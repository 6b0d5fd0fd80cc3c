// Short messages at the foot of the page; screen readers hear them too.
import { el } from './dom.js';

const seconds = 6;
const place = document.getElementById('toasts');

/** Says something for some seconds, with a button if there is something to do about it. The last message counts. */
export function say(text, action) {
  const toast = show(text, action);
  setTimeout(() => toast.remove(), seconds * 1000);
}

/** Says something that stays, beside the other messages, until something is done about it or it is old. */
export function announce(text, action) {
  show(text, action).classList.add('news');
}

/** To be called when what was announced is old. */
export function forgetNews() {
  place.querySelector('.news')?.remove();
}

function show(text, action) {
  const toast = el('div', { class: 'toast' }, el('span', {}, text));
  if (action) {
    toast.append(el('button', {
      type: 'button',
      on: {
        click: async () => {
          toast.remove();
          await action.run();
        },
      },
    }, action.label));
  }
  place.querySelector('.toast:not(.news)')?.remove();
  place.append(toast);
  return toast;
}
