// What scripts/shop.sh needs beside a shell. "serve FILE" serves a page from a free port, and prints the address. "check DUMP CATALOGUE SKU MOST"
// succeeds where the page, as Chromium had it in the end, shows five products of the catalogue that are in stock and cost no more than MOST.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [job, file, ...more] = process.argv.slice(2);

function serve() {
  const shop = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(readFileSync(file)));
  shop.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${shop.address().port}`));
}

function check([catalogue, sku, most]) {
  const told = /<script type="application\/json" id="told">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'))?.[1];
  if (!told) throw new Error('The page has shown nothing.');
  const { type, detail, links } = JSON.parse(told);
  if (type !== 'kindred-shown') throw new Error(`The page has failed: ${detail}`);

  const products = new Map(readFileSync(catalogue, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','))
    .map(([, id, name, price, inStock]) => [id, { name, price: Number(price), inStock: inStock === 'true' }]));
  const shown = links.map((link) => decodeURIComponent(link.replace('/products/', '')));
  if (shown.length !== 5 || new Set(shown).size !== 5) throw new Error(`The page shows ${shown.length} products: ${shown.join(' ')}`);
  for (const id of shown) {
    const { name, price, inStock } = products.get(id) ?? {};
    if (id === sku || !inStock || !(price <= most)) throw new Error(`The page shows ${id}, at ${price}, in stock: ${inStock}.`);
    console.log(`${id} ${name}, ${price} €`);
  }
  console.log(`The shop's page shows these 5 beside ${sku}: in stock, and at most ${most} €.`);
}

try {
  if (job === 'serve') serve();
  else check(more);
} catch (fault) {
  console.error(`shop.mjs: ${fault.message}`);
  process.exitCode = 1;
}
