import { readFileSync } from "node:fs";

/**
 * Adds up Jest's JSON results. Arguments that end in `.json` are results; one that is missing counts as a failure, others are names
 * of stages that failed.
 */
const args = process.argv.slice(2);
const stages = args.filter((arg) => !arg.endsWith(".json"));
let passed = 0;
let failed = 0;
for (const file of args.filter((arg) => arg.endsWith(".json"))) {
	try {
		const result = JSON.parse(readFileSync(file, "utf8"));
		passed += result.numPassedTests;
		failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
		if (result.numTotalTests === 0) failed += 1;
	} catch {
		process.stdout.write(`no result in ${file}\n`);
		failed += 1;
	}
}
if (stages.length > 0) process.stdout.write(`failed stages: ${stages.join(", ")}\n`);
if (stages.length > 0 && failed === 0) failed = stages.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
