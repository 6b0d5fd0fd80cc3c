// Counts the results in a CTRF report: passed, failed, skipped. Anything that is neither passed nor skipped counts as failed, and is
// named on standard error: its own message is far up among the others by then.
import { readFileSync } from 'node:fs';

const { summary, tests } = JSON.parse(readFileSync(process.argv[2], 'utf8')).results;
if (!(summary.tests > 0)) process.exit(1);
for (const { name, status, message } of tests) {
  if (status !== 'passed' && status !== 'skipped') console.error(`${status}: ${name}\n  ${(message ?? '').replaceAll('\n', '\n  ')}`);
}
console.log(summary.passed, summary.tests - summary.passed - summary.skipped, summary.skipped);
