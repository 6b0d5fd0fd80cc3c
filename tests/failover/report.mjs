// Says what clients noticed of each round, and whether every like that was acknowledged is there:
//   node report.mjs LOG ROUNDS ADDRESS…
// ROUNDS has a line of JSON for each round: its name, and when (milliseconds) it began, another member was the primary, and all was whole
// again.
// Exits with 1 where a like is lost, a request hung, or an error was none of those that a client can expect.
import { readFileSync } from "node:fs";

const [log, roundsFile, ...nodes] = process.argv.slice(2);
const linesOf = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const requests = linesOf(log);
const rounds = linesOf(roundsFile);
const isGood = (request) => request.status >= 200 && request.status < 300;
const seconds = (ms) => (ms / 1000).toFixed(1);
const hung = 60_000; // A client that has waited for so long would have given up.

function countBad(all) {
  const bad = all.filter((request) => !isGood(request)).length;
  return `${bad} of ${all.length}`;
}

const columns = [
  "round", "promoted after", "likes go on after", "similar failed", "recommended failed", "likes failed (<1, <5, <15, <60, ≥60 s)",
  "slowest read",
];
console.log(`| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}`);
for (const round of rounds) {
  const own = requests.filter((request) => request.at + request.ms >= round.began && request.at < round.whole);
  const of = (what) => own.filter((request) => request.what === what);
  const likes = of("like");
  const outages = nodes.map((_, node) => {
    const back = likes.filter((like) => like.node === node && isGood(like) && like.at >= round.began).map((like) => like.at + like.ms);
    const lost = likes.filter((like) => like.node === node && !isGood(like)).map((like) => like.at + like.ms);
    return Math.min(...back.filter((at) => at > Math.max(0, ...lost))) - round.began;
  });
  const took = likes.filter((like) => !isGood(like)).map((like) => like.ms);
  const buckets = [[0, 1000], [1000, 5000], [5000, 15000], [15000, hung], [hung, Infinity]]
    .map(([from, to]) => took.filter((ms) => ms >= from && ms < to).length);
  const reads = own.filter((request) => request.what !== "like" && isGood(request)).map((request) => request.ms);
  console.log(`| ${[
    round.name, `${seconds(round.promoted - round.began)} s`, `${seconds(Math.max(...outages))} s`, countBad(of("similar")),
    countBad(of("recommend")), `${took.length} of ${likes.length} (${buckets.join(", ")})`, `${seconds(Math.max(0, ...reads))} s`,
  ].join(" | ")} |`);
}

const isOutside = (request) => rounds.every((round) => request.at + request.ms < round.began || request.at >= round.whole);
console.log(`\nOutside of the rounds failed: ${countBad(requests.filter(isOutside))}`);
console.log("\nWhat failed requests were told:");
const told = new Map();
for (const request of requests.filter((request) => !isGood(request))) {
  const key = `${request.what} ${request.status}: ${(request.said ?? "").slice(0, 400)}`;
  told.set(key, (told.get(key) ?? 0) + 1);
}
for (const [key, count] of [...told].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)}  ${key}`);

const acknowledged = requests.filter((request) => request.what === "like" && isGood(request));
const users = new Map();
for (const { user, picture } of acknowledged)
  users.set(user, (users.get(user) ?? new Set()).add(picture));
let lost = 0;
for (const node of nodes) {
  for (const [user, pictures] of users) {
    const answer = await (await fetch(`${node}/api/users/${user}/interactions?kind=like&limit=200`)).json();
    const there = new Set(answer.items.map((item) => item.id ?? item.image?.id));
    for (const picture of pictures) {
      if (there.has(picture))
        continue;
      lost++;
      console.log(`Lost: ${user} ${picture}, by ${node}`);
    }
  }
}

const faults = {
  "likes that were acknowledged": acknowledged.length,
  "of them lost": lost,
  "requests that hung": requests.filter((request) => request.ms >= hung).length,
  "requests without an answer": requests.filter((request) => request.status === 0).length,
  "answers that are neither good nor 503": requests.filter((request) => ![0, 503].includes(request.status) && !isGood(request)).length,
};
console.log();
for (const [name, count] of Object.entries(faults))
  console.log(`${name}: ${count}`);
process.exit(acknowledged.length > 0 && Object.values(faults).slice(1).every((count) => count === 0) ? 0 : 1);
