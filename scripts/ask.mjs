// Asks the nodes of a cluster for pictures like others, again and again, and says what came of it:
//   node scripts/ask.mjs REQUESTS ADDRESS…
// Each question goes to the nodes in turn. Where one does not answer, or says that it cannot (503), the next one is asked once. Answers to the
// same question have to be the same. Prints a line of JSON; exits with 1 where a question had no answer, or two.
// While the file that PAUSE names exists, it waits, so that a script can do something at a known moment. As soon as the file that UNTIL names
// exists, it ends.
import { existsSync } from "node:fs";

const [count, ...nodes] = process.argv.slice(2);
const atOnce = 4;
const answers = new Map();
const tally = { asked: 0, again: 0, failed: 0, different: 0 };
let turn = 0;

async function get(node, path) {
  const response = await fetch(node + path, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok)
    throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

async function ask(path) {
  const first = turn++ % nodes.length;
  tally.asked++;
  try {
    return await get(nodes[first], path);
  } catch {
    tally.again++;
    return await get(nodes[(first + 1) % nodes.length], path);
  }
}

const page = await get(nodes[0], "/api/images?limit=50");
const ids = page.items.map((image) => image.id);

const isOver = () => tally.asked >= Number(count) || (process.env.UNTIL && existsSync(process.env.UNTIL));

async function worker() {
  while (!isOver()) {
    while (process.env.PAUSE && existsSync(process.env.PAUSE))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const path = `/api/images/${ids[tally.asked % ids.length]}/similar?limit=10`;
    try {
      const answer = JSON.stringify((await ask(path)).items.map((item) => [item.id ?? item.image?.id, item.score]));
      if (!answers.has(path))
        answers.set(path, answer);
      else if (answers.get(path) !== answer)
        tally.different++;
    } catch (error) {
      tally.failed++;
      console.error(`${path}: ${error.message}`);
    }
  }
}

await Promise.all(Array.from({ length: atOnce }, worker));
console.log(JSON.stringify(tally));
process.exit(tally.failed + tally.different > 0 ? 1 : 0);
