// Indexing: how it stands, followed while it runs, and what came of it.
import { api } from '../api.js';
import { count, el, percent } from '../dom.js';
import { say } from '../toasts.js';
import { duration, moment } from './parts.js';

/**
 * The card of indexing.
 * @param run The run as it is now.
 * @param finished Told when a run that was followed has ended.
 */
export function indexingCard(run, finished, signal) {
  const start = el('button', { type: 'button', class: 'primary', on: { click: () => ask(api.startIndex) } }, 'Index now');
  const stop = el('button', { type: 'button', on: { click: () => ask(api.stopIndex) } }, 'Stop');
  const filled = el('span', {});
  const progress = el('div', {
    class: 'progress', role: 'progressbar', 'aria-label': 'Indexing', 'aria-valuemin': 0, 'aria-valuemax': 100,
  }, filled);
  const line = el('p', {});
  const state = el('p', { class: 'muted', role: 'status' }); // Only what changes rarely is said aloud.
  const wrong = el('p', { class: 'error', role: 'alert' });
  let source = null;

  function showRun(now) {
    const running = now.state === 'running';
    start.hidden = running;
    stop.hidden = !running;
    progress.hidden = !running;
    line.hidden = !running;
    put(wrong, now.state === 'failed' ? `Indexing failed: ${now.error ?? 'the log says why.'}` : '');
    if (!running) {
      put(state, outcome(now));
      return;
    }
    const counted = now.total > 0;
    const share = counted ? now.done / now.total : 0;
    const finishing = now.phase === 'finishing';
    progress.classList.toggle('endless', finishing || !counted);
    filled.style.width = finishing || !counted ? '' : `${share * 100}%`;
    if (finishing || !counted) progress.removeAttribute('aria-valuenow');
    else progress.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    line.textContent = counted ? [
      `${now.done.toLocaleString('en')} of ${count(now.total, 'picture')} (${percent(share)})`,
      now.rate > 0 && !finishing && `${now.rate.toLocaleString('en', { maximumFractionDigits: now.rate < 10 ? 1 : 0 })} a second`,
      now.secondsLeft > 0 && `${duration(now.secondsLeft)} left`,
      now.failed > 0 && `${now.failed.toLocaleString('en')} failed`,
    ].filter(Boolean).join(', ') : '';
    if (finishing) put(state, 'Finishing: Kindred prepares what it has read for searches.');
    else put(state, counted ? 'Reading pictures.' : 'Looking for pictures.');
  }

  function follow() {
    source?.close();
    source = new EventSource('/api/index/events');
    source.addEventListener('progress', ({ data }) => showRun(JSON.parse(data)));
    source.addEventListener('done', ({ data }) => {
      // Else the browser would take the end of the stream for a fault and ask again.
      source.close();
      source = null;
      showRun(JSON.parse(data));
      finished();
    });
    source.addEventListener('error', () => {
      // What is only interrupted the browser takes up again by itself.
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      put(wrong, 'The connection was lost. Reload the page to see the progress.');
    });
  }

  async function ask(what) {
    start.disabled = stop.disabled = true;
    const hadFocus = [start, stop].includes(document.activeElement);
    try {
      showRun(await what());
      if (!source) follow();
    } catch (error) {
      if (error.status === 409) follow(); // Somebody else was quicker.
      else say(error.message);
    }
    start.disabled = stop.disabled = false;
    if (hadFocus) [start, stop].find((button) => !button.hidden)?.focus();
  }

  signal.addEventListener('abort', () => source?.close());
  showRun(run);
  if (run.state === 'running') follow();
  return el('section', { class: 'card', 'aria-labelledby': 'indexing-title' },
    el('h2', { id: 'indexing-title' }, 'Indexing'), state, progress, line, wrong, el('div', { class: 'buttons' }, start, stop));
}

// The same words again would be read aloud again.
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function outcome({ state, report, startedAt, seconds }) {
  if (state === 'idle') return 'Kindred reads what is new or changed in the folders, and forgets what is gone.';
  if (state === 'failed') return 'Kindred keeps what was done before.';
  const when = startedAt ? ` ${moment(startedAt)}, in ${duration(seconds)}` : '';
  const start = state === 'interrupted' ? `Stopped${when}; what was done is kept` : `Last indexed${when}`;
  if (!report) return `${start}.`;
  const parts = [
    `${report.indexed.toLocaleString('en')} indexed`, `${report.unchanged.toLocaleString('en')} unchanged`,
    `${report.renamed.toLocaleString('en')} renamed`, `${report.removed.toLocaleString('en')} removed`,
    `${report.failures.toLocaleString('en')} failed`,
  ];
  return `${start}: ${parts.join(', ')}.`;
}
