// Picks pictures for a demonstration from a file of neighbor lists: one to ask about, then three likes, two of them neighbors.
import { readFileSync } from 'node:fs';

const rows = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const firsts = rows.filter((row) => row.rank === 1);
if (firsts.length >= 5) {
  const at = (share) => firsts[Math.floor(share * firsts.length)];
  console.log([at(0.25).path, at(0.45).path, at(0.45).neighbor, at(0.85).path].join('\n'));
}
