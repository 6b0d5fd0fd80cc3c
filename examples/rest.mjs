const kindred = process.argv[2] ?? 'http://127.0.0.1:5123';
await fetch(`${kindred}/api/users/ann/interactions/1`, {
  method: 'PUT',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ kind: 'like' }),
});
const list = await (await fetch(`${kindred}/api/users/ann/recommendations?limit=5`)).json();
for (const { confidence, path, why } of list.items) console.log(`${Math.round(confidence * 100)} % ${path} ${why}`);
