import { defineConfig } from "rolldown";

/** One thin entry per step and one for the command line, over shared chunks. Unminified: reviewers and stack traces read it. */
export default defineConfig({
	input: {
		main: "src/main.ts",
		post: "src/post.ts",
		cli: "src/cli.ts",
		"free-disk": "src/free-disk.ts",
		elevated: "src/world/elevated.ts",
		reclaim: "src/world/reclaim.ts",
	},
	platform: "node",
	treeshake: {
		// @actions/core pulls its OIDC client with undici, 600 kB that nothing here calls; none of these modules acts when loaded.
		moduleSideEffects: [{ test: /node_modules[\\/](@actions|undici|tunnel)[\\/]/, sideEffects: false }],
	},
	output: {
		dir: "dist",
		format: "esm",
		entryFileNames: "[name].js",
		chunkFileNames: "chunks/[name].js",
		cleanDir: true,
	},
});
