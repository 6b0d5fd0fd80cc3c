// Similar pictures on a shop's own page:
//
//   <script src="https://kindred.example/kindred.js" defer></script>
//   <kindred-similar sku="CHAIR-12" count="5" where="price < 300 and inStock" link="/products/{sku}"></kindred-similar>
//
// Attributes: sku (an own id) or picture (its number); count (5); where (a filter); color; api-key (a key to read); link (an address with {sku},
// {id} or {path} in it; without it nothing is linked); heading. Custom properties: --kindred-tile, --kindred-gap, --kindred-radius,
// --kindred-text, --kindred-ground, --kindred-focus. Parts: heading, list, item, picture, name. Events: kindred-shown and kindred-chosen (detail:
// the picture) and kindred-failed (detail: what went wrong), all of which bubble. While it waits it has the attribute aria-busy; where there is
// nothing to show, it is hidden.
{
  const server = new URL(document.currentScript.src).origin;

  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; color: var(--kindred-text, inherit); font: inherit; }
    :host([hidden]) { display: none; }
    h2 { font: inherit; font-weight: 600; margin: 0 0 .5em; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(var(--kindred-tile, 9rem), 100%), 1fr));
      gap: var(--kindred-gap, .75rem); list-style: none; margin: 0; padding: 0; }
    li { min-width: 0; }
    a { color: inherit; text-decoration: none; display: block; border-radius: var(--kindred-radius, .5rem); }
    a:focus-visible { outline: 3px solid var(--kindred-focus, Highlight); outline-offset: 2px; }
    .frame { aspect-ratio: 1; border-radius: var(--kindred-radius, .5rem); background: var(--kindred-ground, #8881); overflow: hidden; }
    img { display: block; width: 100%; height: 100%; object-fit: contain; }
    .name { display: block; margin-top: .35em; font-size: .875em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    @media (prefers-reduced-motion: no-preference) { :host([aria-busy]) .frame { animation: wait 1.2s ease-in-out infinite alternate; } }
    @keyframes wait { to { opacity: .4; } }`);

  class KindredSimilar extends HTMLElement {
    static observedAttributes = ['sku', 'picture', 'count', 'where', 'color', 'api-key', 'link', 'heading'];

    #pictures = [];
    #stop = new AbortController();

    constructor() {
      super();
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [style];
    }

    connectedCallback() {
      this.#refresh();
    }

    disconnectedCallback() {
      this.#stop.abort();
      this.#forget();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#refresh();
    }

    get #count() {
      const count = Number.parseInt(this.getAttribute('count') ?? '', 10);
      return count > 0 ? Math.min(count, 50) : 5;
    }

    // Attributes that are set one after another ask once.
    #refresh() {
      this.#stop.abort();
      this.#stop = new AbortController();
      const { signal } = this.#stop;
      queueMicrotask(() => signal.aborted || this.#show(signal));
    }

    async #show(signal) {
      if (!this.hasAttribute('sku') && !this.hasAttribute('picture')) return;
      this.hidden = false;
      this.setAttribute('aria-busy', 'true');
      this.#draw(Array.from({ length: this.#count }, () => null), []);
      try {
        const { items: results } = await (await this.#ask(this.#address(), signal)).json();
        const pictures = await Promise.all(results.map(async ({ thumbnail }) =>
          URL.createObjectURL(await (await this.#ask(`${thumbnail}&size=320`, signal)).blob())));
        if (signal.aborted) return pictures.forEach((picture) => URL.revokeObjectURL(picture));
        this.#forget();
        this.#pictures = pictures;
        this.#draw(results, pictures);
        this.hidden = results.length === 0;
        this.#tell('kindred-shown', results);
      } catch (fault) {
        if (signal.aborted) return;
        // A shop's page is whole without it.
        this.hidden = true;
        this.#tell('kindred-failed', fault.message);
      }
      this.removeAttribute('aria-busy');
    }

    #address() {
      const name = this.hasAttribute('sku') ? `id:${this.getAttribute('sku')}` : this.getAttribute('picture');
      const query = new URLSearchParams({ limit: this.#count });
      for (const attribute of ['where', 'color']) {
        if (this.getAttribute(attribute)) query.set(attribute, this.getAttribute(attribute));
      }
      return `/api/images/${encodeURIComponent(name)}/similar?${query}`;
    }

    async #ask(address, signal) {
      const key = this.getAttribute('api-key');
      const answer = await fetch(new URL(address, server), { signal, headers: key ? { 'X-Api-Key': key } : {} });
      if (answer.ok) return answer;
      const problem = await answer.json().catch(() => ({}));
      throw new Error(problem.detail ?? `Kindred answers ${answer.status}.`);
    }

    #draw(results, pictures) {
      const heading = this.getAttribute('heading');
      const list = make('ul', { part: 'list', role: 'list', 'aria-label': heading ?? 'Similar' }, ...results.map((result, place) =>
        make('li', { part: 'item' }, result ? this.#item(result, pictures[place]) : make('div', { class: 'frame' }))));
      this.shadowRoot.replaceChildren(...heading ? [make('h2', { part: 'heading' }, heading)] : [], list);
    }

    #item(result, picture) {
      const name = result.attributes?.name ?? result.attributes?.title ?? nameOf(result.path);
      const words = { sku: result.ownId ?? '', id: result.id, path: result.path };
      const link = this.getAttribute('link')?.replaceAll(/\{(sku|id|path)\}/g, (_, word) => encodeURIComponent(words[word]));
      const item = make(link ? 'a' : 'div', link ? { href: link } : {},
        make('div', { class: 'frame' }, make('img', { part: 'picture', src: picture, alt: '' })),
        make('span', { class: 'name', part: 'name', title: name }, name));
      item.addEventListener('click', () => this.#tell('kindred-chosen', result));
      return item;
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }

    #forget() {
      for (const picture of this.#pictures) URL.revokeObjectURL(picture);
      this.#pictures = [];
    }
  }

  const nameOf = (path) => path.split('/').at(-1).replace(/\.[^.]+$/, '');

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.append(...children);
    return element;
  }

  customElements.define('kindred-similar', KindredSimilar);
}
