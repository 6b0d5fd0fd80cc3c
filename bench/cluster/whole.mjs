// Whether every partition of a cluster is open on two nodes: node bench/cluster/whole.mjs ADDRESS. Exits with 0 where it is.
export async function isWhole(address) {
  try {
    const response = await fetch(`${address}/api/status`, { signal: AbortSignal.timeout(5_000) });
    const { cluster } = await response.json();
    return cluster.partitions.every(({ replicas }) => new Set(replicas.filter(Boolean)).size === 2);
  } catch {
    return false;
  }
}

if (process.argv[1].endsWith("whole.mjs"))
  process.exitCode = (await isWhole(process.argv[2])) ? 0 : 1;
