// Counts the results in a CTRF report: passed, failed, skipped. Anything that is neither passed nor skipped counts as failed.
import { readFileSync } from 'node:fs';

const { summary } = JSON.parse(readFileSync(process.argv[2], 'utf8')).results;
if (!(summary.tests > 0)) process.exit(1);
console.log(summary.passed, summary.tests - summary.passed - summary.skipped, summary.skipped);
