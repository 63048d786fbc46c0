export default {
	transform: {},
	extensionsToTreatAsEsm: [".ts"],
	testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
	testPathIgnorePatterns: ["/node_modules/", ...(process.env.MLBUILD_E2E ? [] : ["<rootDir>/__tests__/e2e/"])],
	// Milliseconds, for a machine that has much else to do; the end-to-end tests set their own.
	testTimeout: 30_000,
	coverageProvider: "v8",
	// Jest leaves one processor for itself, which on a machine with two is half of them.
	maxWorkers: "100%",
};
