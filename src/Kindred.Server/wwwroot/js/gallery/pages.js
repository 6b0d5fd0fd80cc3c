// The pictures of a list that may be very long, fetched page by page where they are wanted.
const pageSize = 100;
const kept = 80; // Pages; those not looked at the longest are forgotten first.

export class Pages {
  total = 0;
  #read;
  #changed;
  #signal;
  #pages = new Map();
  #asking = new Map();
  #failed = new Set();

  /**
   * @param read reads { total, items } of an offset, a limit and a signal.
   * @param changed told the positions [first, last) that have arrived, or the error that kept them away.
   */
  constructor(read, changed, signal) {
    this.#read = read;
    this.#changed = changed;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.want(0, 0));
  }

  /** The picture at a position, if it is here. */
  at(position) {
    const page = Math.floor(position / pageSize);
    const items = this.#pages.get(page);
    if (!items) return undefined;
    this.#pages.delete(page);
    this.#pages.set(page, items);
    return items[position - page * pageSize];
  }

  /** The picture at a position, fetched if need be. */
  async fetch(position) {
    const page = Math.floor(position / pageSize);
    const asking = this.#asking.get(page);
    if (asking) asking.isKept = true;
    if (!this.#pages.has(page)) await (asking?.answer ?? this.#ask(page, true));
    return this.at(position);
  }

  /** Fetches what is missing of the positions [first, last), and gives up what was on its way for others. */
  want(first, last) {
    const [from, to] = [Math.floor(first / pageSize), Math.ceil(last / pageSize)];
    for (const [page, { controller, isKept }] of this.#asking) {
      if (isKept || (page >= from && page < to)) continue;
      this.#asking.delete(page);
      controller.abort();
    }

    for (let page = from; page < to; page += 1) {
      if (!this.#pages.has(page) && !this.#asking.has(page) && !this.#failed.has(page)) this.#ask(page, false).catch(() => {});
    }
  }

  /** Pages that could not be had may be asked for again. */
  retry() {
    this.#failed.clear();
  }

  #ask(page, isKept) {
    const controller = new AbortController();
    const answer = this.#load(page, controller);
    this.#asking.set(page, { controller, isKept, answer });
    return answer;
  }

  async #load(page, controller) {
    const [first, last] = [page * pageSize, (page + 1) * pageSize];
    try {
      const { total, items } = await this.#read(first, pageSize, AbortSignal.any([controller.signal, this.#signal]));
      this.total = total;
      this.#pages.set(page, items);
      if (this.#pages.size > kept) this.#pages.delete(this.#pages.keys().next().value);
      this.#forget(page, controller);
      this.#changed(first, last);
    } catch (error) {
      this.#forget(page, controller);
      if (!controller.signal.aborted && !this.#signal.aborted) {
        this.#failed.add(page);
        this.#changed(first, last, error);
      }
      throw error;
    }
  }

  // Another request for the same page may be under way where this one was given up.
  #forget(page, controller) {
    if (this.#asking.get(page)?.controller === controller) this.#asking.delete(page);
  }
}
