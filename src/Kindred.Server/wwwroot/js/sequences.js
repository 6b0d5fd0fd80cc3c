// The pictures of a view one after the other, as whoever looks at one of them whole goes on to the next.

/** Sequences of elements that know more pictures than they show: { total, indexOf(tile), at(position), focus(position) }. */
export const sequences = new WeakMap();

/**
 * The sequence that a tile belongs to: that of an element around it, or else the tiles of the view.
 * @param entryOf says what is known of a tile: { image, … }.
 */
export function sequenceOf(tile, entryOf) {
  for (let around = tile.parentElement; around; around = around.parentElement) {
    if (sequences.has(around)) return sequences.get(around);
  }

  const tiles = [...tile.closest('main').querySelectorAll('.tile[data-image]')];
  const entries = tiles.map(entryOf);
  return {
    total: tiles.length,
    indexOf: (one) => tiles.indexOf(one),
    at: (position) => entries[position],
    // A list may have been drawn anew meanwhile: the picture counts, not the element.
    focus: (position) => (tiles[position].isConnected ? tiles[position]
      : document.querySelector(`.tile[data-image="${tiles[position].dataset.image}"]`))?.querySelector('.picture')?.focus(),
  };
}
