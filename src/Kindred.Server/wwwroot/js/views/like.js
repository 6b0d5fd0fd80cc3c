export const title = 'like';

export async function show(root) {
  root.replaceChildren();
}
