// A shop's program: its client is typed by kindred.ts, which openapi-typescript makes of the server's description; see docs/rest.md.
import { openAsBlob } from 'node:fs';
import createClient from 'openapi-fetch';
import type { components, paths } from './kindred.js';

const [baseUrl = 'http://127.0.0.1:5123', picture = 'chair.jpg'] = process.argv.slice(2);
const kindred = createClient<paths>({ baseUrl });

/** What was answered; a problem, as Kindred describes it, ends the program. */
function answered<T>({ data, error }: { data?: T; error?: components['schemas']['ProblemDetails'] }): T {
  if (data === undefined) throw new Error(error?.detail ?? 'The server has not answered.');
  return data;
}

// The pictures, and what the shop says of them.
const images = answered(await kindred.GET('/api/images', { params: { query: { sort: 'name', limit: 100 } } }));
if (!('items' in images)) throw new Error('The order is still being computed.');
console.log(`${images.total} pictures`);
const attributes = images.items.map(({ id }, i) => (
  { picture: `${id}`, ownId: `SKU-${i}`, values: { price: 10 * i, inStock: i % 2 === 0 } }));
const report = answered(await kindred.POST('/api/attributes', { body: { attributes } }));
console.log(`${report.new + report.updated + report.unchanged} described`);

// What is like one of them: by its number; and by the shop's own id, with a filter.
const first = images.items[0]!;
const byNumber = answered(
  await kindred.GET('/api/images/{id}/similar', { params: { path: { id: `${first.id}` }, query: { limit: 5 } } }));
console.log(`like ${first.path}:`, ...byNumber.items.map(({ path }) => path));
const byOwnId = answered(
  await kindred.GET('/api/images/{id}/similar', {
    params: { path: { id: 'id:SKU-0' }, query: { limit: 5, where: 'price < 100 and inStock' } },
  }));
console.log('like SKU-0:', ...byOwnId.items.map(({ ownId, attributes }) => `${ownId} at ${attributes.price}`));

// What is like a picture from anywhere.
const form = new FormData();
form.append('image', await openAsBlob(picture), 'picture.jpg');
const search = answered(
  await kindred.POST('/api/search', { params: { query: { limit: 3 } }, body: { image: '' }, bodySerializer: () => form }));
console.log('like the picture:', ...search.items.map(({ path }) => path));

// What somebody likes, and would choose next.
const like = answered(
  await kindred.PUT('/api/users/{user}/interactions/{picture}', {
    params: { path: { user: 'tess', picture: 'id:SKU-1' } },
    body: { kind: 'like' },
  }));
console.log(`tess likes ${like.path}`);
const list = answered(await kindred.GET('/api/users/{user}/recommendations', { params: { path: { user: 'tess' }, query: { limit: 4 } } }));
for (const { path, why } of list.items) console.log(`for tess: ${path} ${why}`);
const forAnybody = answered(await kindred.POST('/api/recommendations', { body: { positive: ['id:SKU-1'], limit: 4 } }));
console.log('for anybody:', ...forAnybody.items.map(({ path }) => path));

// What is refused says why.
const { error } = await kindred.GET('/api/images/{id}', { params: { path: { id: 'id:NO-SUCH' } } });
console.log(`refused: ${error?.status} ${error?.detail}`);
