export const title = 'for-you';

export async function show(root) {
  root.replaceChildren();
}
