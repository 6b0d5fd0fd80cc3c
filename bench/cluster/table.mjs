// Makes one table, and one file of JSON, of the lines that bench/cluster.sh noted: node bench/cluster/table.mjs LINES TARGET.json
import { readFileSync, writeFileSync } from "node:fs";

const [source, target] = process.argv.slice(2);
const lines = readFileSync(source, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const one = (key, name) => lines.find((line) => line[key] === name);
const number = (value) => value?.toLocaleString("en-US") ?? "never";
const { run } = lines.find((line) => line.run);
const { kill } = lines.find((line) => line.kill);
const memory = (name) => lines.filter((line) => line.memory === name);
const range = (values) => [...new Set([Math.min(...values), Math.max(...values)])].map(number).join(" to ");
const loads = (name) => [1, 8].map((connections) => lines.find((line) => line.load === name && line.connections === connections).wrk);
const latency = ({ p50, p99, perSecond, errors }) => `${p50} / ${p99} ms, ${perSecond} a second${errors ? `, ${errors} errors` : ""}`;
const all = (name, what) => range(memory(name).map((node) => node[what]));

const rows = [
  ["pictures", number(run.pictures), number(run.single)],
  ["PostgreSQL: COPY, with indexes", ...["cluster", "single"].map((name) => {
    const { copySeconds, fillSeconds, databaseMegabytes } = one("fill", name).of;
    return `${number(copySeconds)} s, ${number(fillSeconds)} s, ${number(databaseMegabytes)} MB`;
  })],
  ["reading the rows", `${number(one("time", "load").seconds)} s`, ""],
  ["building, until all is warm", `${number(one("time", "build").seconds)} s`, `${number(one("time", "single").seconds)} s with reading`],
  ["disk of a node", `${number(one("disk", "cluster").megabytes.cache)} MB, rows ${number(one("disk", "cluster").megabytes.rows)}`, ""],
  ["memory of a node, its own", `${all("loaded", "ownMegabytes")} MB`, `${all("single", "ownMegabytes")} MB`],
  ["mapped files in memory", `${all("loaded", "mappedMegabytes")} MB`, `${all("single", "mappedMegabytes")} MB`],
  ["most memory, while building", `${all("built", "mostMegabytes")} MB`, `${all("single", "mostMegabytes")} MB`],
  ["recall@10", one("recall", "cluster").of.recallAt10, one("recall", "single").of.recallAt10],
  ["similar, one at a time: p50 / p99", latency(loads("cluster")[0]), latency(loads("single")[0])],
  ["similar, eight at once: p50 / p99", latency(loads("cluster")[1]), latency(loads("single")[1])],
  ["after a kill: replicas placed, all open", `${number(kill.takenSeconds)} s, ${number(kill.wholeSeconds)} s`, ""],
  ["failed meanwhile", `${kill.failed} of ${number(kill.asked)}; p50 / p99 ${kill.p50} / ${kill.p99} ms`, ""],
];
console.log(`commit ${run.commit}, ${run.cores} cores, ${run.date}, ${run.dimensions} numbers an embedding, load ${run.load} at the start\n`);
console.log("| | three nodes | one server |\n|---|---|---|");
for (const row of rows)
  console.log(`| ${row.join(" | ")} |`);
writeFileSync(target, JSON.stringify(lines, null, 1) + "\n");
