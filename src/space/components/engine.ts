import type { Component } from "../../model/space.ts";
import { component } from "./row.ts";

/** What lies in the engine's own store. It goes through the engine, never by unlinking its files. */
export const ENGINE: readonly Component[] = [
	component({
		id: "docker-images",
		title: "Docker images",
		engine: "images",
		images: ["ubuntu24", "ubuntu26"],
		breaks: "what uses these images pulls them again",
		gb: 2,
		seconds: 20,
		script: "install-docker.sh",
	}),
	component({
		id: "build-cache",
		title: "Build cache of the engine",
		engine: "build-cache",
		breaks: "nothing: builds after this one start without it",
		onlyAsked: true,
		gb: 2,
		seconds: 20,
		script: "install-docker.sh",
	}),
];

/** Images that a runner comes with. All others were brought by the job itself. */
export const PREINSTALLED_IMAGES: readonly string[] = [
	"ghcr.io/dependabot/dependabot-updater-core",
	"ghcr.io/github/gh-aw-mcpg",
	"ghcr.io/github/gh-aw-firewall/agent",
	"ghcr.io/github/gh-aw-firewall/api-proxy",
	"ghcr.io/github/gh-aw-firewall/squid",
	"ghcr.io/github/github-mcp-server",
];
