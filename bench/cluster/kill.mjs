// Kills a node while the others are asked, and says what came of it, as one line of JSON:
//   node bench/cluster/kill.mjs PROCESS PICTURES PARTITIONS ADDRESS…
// Asks the addresses in turn for pictures like others, ten times a second, each question once. Ends when every partition is open on two of the
// nodes that are left, and three seconds have passed. PATIENCE is how many seconds that may take.
import { have } from "./whole.mjs";

const [victim, pictures, partitions, ...addresses] = process.argv.slice(2);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const tally = { asked: 0, failed: 0, failures: {} };
const times = [];
let isOver = false;

async function ask(turn) {
  const id = 1 + Math.floor(((turn * 0.6180339887) % 1) * Number(pictures));
  const started = performance.now();
  tally.asked++;
  try {
    const response = await fetch(`${addresses[turn % addresses.length]}/api/images/${id}/similar?limit=20`, { signal: AbortSignal.timeout(15_000) });
    await response.text();
    if (!response.ok)
      throw new Error(response.status);
    times.push(performance.now() - started);
  } catch (error) {
    tally.failed++;
    tally.failures[error.message] = (tally.failures[error.message] ?? 0) + 1;
  }
}

async function keepAsking() {
  const asked = [];
  for (let turn = 0; !isOver; turn++) {
    asked.push(ask(turn));
    await pause(100);
  }
  await Promise.all(asked);
}

const asking = keepAsking();
await pause(2_000);
process.kill(Number(victim), "SIGKILL");
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 100) / 10;
const wanted = 2 * Number(partitions);
let taken = null;
let whole = null;
while (whole === null && seconds() < Number(process.env.PATIENCE ?? 600)) {
  await pause(250);
  const { replicas, open } = await have(addresses).catch(() => ({ replicas: 0, open: 0 }));
  if (taken === null && replicas >= wanted)
    taken = seconds();
  if (open >= wanted)
    whole = seconds();
}
await pause(3_000);
isOver = true;
await asking;
times.sort((one, other) => one - other);
const at = (share) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
console.log(JSON.stringify({ takenSeconds: taken, wholeSeconds: whole, ...tally, p50: at(0.5), p99: at(0.99) }));
