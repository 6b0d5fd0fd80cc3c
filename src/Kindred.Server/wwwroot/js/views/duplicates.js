export const title = 'duplicates';

export async function show(root) {
  root.replaceChildren();
}
