// Waits for what a script cannot go on without:
//   node wait.mjs ports COUNT                  prints that many ports of this machine that nobody listens on
//   node wait.mjs primary SECONDS PORT…        until one of these members is the primary; prints its place among them, from 1
//   node wait.mjs whole SECONDS PORT…          until all members run, one as the leader and one as the standby that has every commit
//   node wait.mjs ready SECONDS ADDRESS…       until all nodes say at /ready that they are
//   node wait.mjs likes SECONDS LOG SINCE N    until N nodes have each acknowledged a like that was sent since (milliseconds)
// Ports are those of Patroni's REST API. Exits with 1 where it takes longer than so many seconds.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const [what, first, ...rest] = process.argv.slice(2);

async function get(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(3000) });
  } catch {
    return { ok: false };
  }
}

async function ports(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((listens) => server.on("listening", listens))));
  console.log(servers.map((server) => server.address().port).join(" "));
  servers.forEach((server) => server.close());
}

const until = {
  primary: async (...members) => {
    const answers = await Promise.all(members.map((port) => get(`http://127.0.0.1:${port}/primary`)));
    const place = answers.findIndex((answer) => answer.ok);
    return place >= 0 && String(place + 1);
  },
  whole: async (...members) => {
    const answer = await get(`http://127.0.0.1:${members[0]}/cluster`);
    const all = answer.ok ? (await answer.json()).members : [];
    const has = (role) => all.filter((member) => member.role === role).length === 1;
    return all.length === members.length && has("leader") && has("sync_standby")
      && all.every((member) => member.state === "running" || member.state === "streaming") && all.every((member) => !(member.lag > 0));
  },
  ready: async (...nodes) => (await Promise.all(nodes.map((node) => get(`${node}/ready`)))).every((answer) => answer.ok),
  likes: (log, since, count) => {
    const lines = readFileSync(log, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line));
    const good = lines.filter((line) => line.what === "like" && line.at >= Number(since) && line.status === 200);
    return new Set(good.map((line) => line.node)).size >= Number(count);
  },
};

if (what === "ports") {
  await ports(Number(first));
} else {
  for (const end = Date.now() + 1000 * Number(first); ; await pause(100)) {
    const found = await until[what](...rest);
    if (found) {
      if (typeof found === "string")
        console.log(found);
      break;
    }

    if (Date.now() > end)
      process.exit(1);
  }
}
