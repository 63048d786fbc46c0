import { it } from "@jest/globals";
import { checkRandomRemovals, SEED } from "../../support/reclaim-cases.ts";

const CASES = 200;

it(`whatever is planned, nothing else changes: ${CASES} random trees and plans (MLBUILD_SEED=${SEED}); 2,000 run end to end`, async () => {
	await checkRandomRemovals(CASES);
}, 60_000);
