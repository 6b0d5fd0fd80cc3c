// What nodes have of the partitions, by their metrics: node bench/cluster/whole.mjs PARTITIONS ADDRESS…
// Exits with 0 where every partition is open on two nodes.
export async function have(addresses) {
  const nodes = await Promise.all(addresses.map(async (address) => {
    const text = await (await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(5_000) })).text();
    const value = (name) => Number(text.match(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, "m"))?.[1] ?? 0);
    return { replicas: value("kindred_cluster_replicas"), open: value("kindred_cluster_partitions_open") };
  }));
  const sum = (what) => nodes.reduce((total, node) => total + node[what], 0);
  return { replicas: sum("replicas"), open: sum("open") };
}

if (process.argv[1].endsWith("whole.mjs")) {
  const [partitions, ...addresses] = process.argv.slice(2);
  process.exitCode = (await have(addresses).catch(() => ({ open: 0 }))).open >= 2 * Number(partitions) ? 0 : 1;
}
