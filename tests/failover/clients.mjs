// Asks and likes through all nodes of a cluster until it is told to stop, and writes down what came of each request:
//   node clients.mjs LOG ADDRESS…
// A line of JSON for each: when it was sent, what it was, how many milliseconds it took, and the status (0: no answer), with what an error
// said. A like that was not acknowledged is sent again, through the next node, until it is. Each is of a user and a picture that were not
// together before.
import { createWriteStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const [log, ...nodes] = process.argv.slice(2);
const patience = 90_000;
const out = createWriteStream(log);
let isOver = false;
process.on("SIGTERM", () => (isOver = true));
process.on("SIGINT", () => (isOver = true));

async function send(what, node, path, options = {}, detail = {}) {
  const at = Date.now();
  let status = 0;
  let said;
  try {
    const response = await fetch(nodes[node] + path, { ...options, signal: AbortSignal.timeout(patience) });
    const text = await response.text();
    status = response.status;
    if (!response.ok)
      said = JSON.parse(text).detail ?? text;
  } catch (error) {
    said = `${error.message} ${error.cause?.message ?? ""}`.trim();
  }

  out.write(JSON.stringify({ at, what, node, ms: Date.now() - at, status, said, ...detail }) + "\n");
  return status >= 200 && status < 300;
}

const ids = (await (await fetch(`${nodes[0]}/api/images?limit=200`)).json()).items.map((image) => image.id);

async function like(writer) {
  for (let number = 0, node = writer; !isOver; number++) {
    const user = `writer${writer}-${Math.floor(number / ids.length)}`;
    const picture = ids[number % ids.length];
    const options = { method: "PUT", body: '{ "kind": "like" }', headers: { "Content-Type": "application/json" } };
    const path = `/api/users/${user}/interactions/${picture}`;
    while (!(await send("like", node++ % nodes.length, path, options, { user, picture })) && !isOver)
      await pause(250);
    await pause(100);
  }
}

async function read(what, pathOf) {
  for (let number = 0; !isOver; number++) {
    await send(what, number % nodes.length, pathOf(number));
    await pause(50);
  }
}

await Promise.all([
  ...nodes.map((_, writer) => like(writer)),
  read("similar", (number) => `/api/images/${ids[number % ids.length]}/similar?limit=10`),
  read("recommend", (number) => `/api/users/writer${number % nodes.length}-0/recommendations?limit=10`),
]);
out.end();
