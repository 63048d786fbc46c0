import type { Component } from "../../model/space.ts";
import { component, type Row, X64 } from "./row.ts";

const FOLDER = "/opt/hostedtoolcache";

/** One tool of the tool cache. */
const tool = (folder: string, row: Omit<Row, "paths" | "group">): Component =>
	component({ ...row, group: "tool-cache", paths: [`${FOLDER}/${folder}`] });

/** What `actions/setup-*` finds without downloading it. The tools are cut apart, so that those in use can stay. */
export const TOOL_CACHE: readonly Component[] = [
	tool("CodeQL", {
		id: "codeql",
		title: "CodeQL bundle",
		architectures: X64,
		breaks: "nothing: codeql-action downloads it instead",
		gb: 1.7,
		seconds: 5,
		script: "install-codeql-bundle.sh",
	}),
	tool("PyPy", {
		id: "tool-cache-pypy",
		title: "PyPy in the tool cache",
		architectures: X64,
		breaks: "nothing: setup-python downloads it instead",
		gb: 0.6,
		seconds: 9,
		script: "install-pypy.sh",
	}),
	tool("go", {
		id: "tool-cache-go",
		title: "Go in the tool cache",
		links: ["/usr/bin/go", "/usr/bin/gofmt"],
		variables: ["GOROOT_*"],
		breaks: "the go command, which is a link into it; setup-go downloads it instead",
		gb: 0.8,
		seconds: 12,
		script: "Configure-Toolset.ps1",
	}),
	tool("Ruby", {
		id: "tool-cache-ruby",
		title: "Ruby in the tool cache",
		breaks: "nothing: setup-ruby downloads it instead",
		gb: 0.6,
		seconds: 12,
		script: "install-ruby.sh",
	}),
	tool("Java_*", {
		id: "tool-cache-java",
		title: "Java in the tool cache (links to the JDKs)",
		breaks: "nothing: setup-java downloads it instead",
		onlyAsked: true,
		gb: 0,
		seconds: 0,
		script: "install-java-tools.sh",
	}),
	tool("Python", {
		id: "tool-cache-python",
		title: "Python in the tool cache",
		breaks: "setup-python downloads it instead; what an earlier step installed there is gone",
		onlyAsked: true,
		gb: 1.3,
		seconds: 25,
		script: "Install-Toolset.ps1",
	}),
	tool("node", {
		id: "tool-cache-node",
		title: "Node.js in the tool cache",
		breaks: "setup-node downloads it instead",
		onlyAsked: true,
		gb: 0.4,
		seconds: 9,
		script: "Install-Toolset.ps1",
	}),
	tool("copilot-cli", {
		id: "tool-cache-copilot",
		title: "Copilot command line in the tool cache",
		breaks: "agentic workflows, which look for it there",
		onlyAsked: true,
		gb: 0.3,
		seconds: 1,
		script: "install-copilot-cli.sh",
	}),
];
