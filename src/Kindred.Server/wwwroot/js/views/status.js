export const title = 'status';

export async function show(root) {
  root.replaceChildren();
}
