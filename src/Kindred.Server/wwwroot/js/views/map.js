export const title = 'map';

export async function show(root) {
  root.replaceChildren();
}
