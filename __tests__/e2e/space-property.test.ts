import { it } from "@jest/globals";
import { checkRandomRemovals, SEED } from "../support/reclaim-cases.ts";

const CASES = 2000;

it(`whatever is planned, nothing else changes: ${CASES} random trees and plans (MLBUILD_SEED=${SEED})`, async () => {
	await checkRandomRemovals(CASES);
}, 300_000);
