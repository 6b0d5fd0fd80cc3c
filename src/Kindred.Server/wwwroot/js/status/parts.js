// Small things that the cards of the status view are made of.
import { el } from '../dom.js';

/** A list of names and values; empty values are left out. */
export const facts = (rows) => el('dl', { class: 'facts' },
  rows.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));

/** A bar for a share between 0 and 1. The number stands beside it, so it says nothing to a screen reader. */
export function bar(share) {
  const inner = el('span', {});
  inner.style.width = `${Math.min(Math.max(share, 0), 1) * 100}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, inner);
}

/** Seconds as people say them. */
export function duration(seconds) {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)}\u00a0min` : `${(seconds / 3600).toFixed(1)}\u00a0h`;
}

/** A time as it is said here. */
export const moment = (time) => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
