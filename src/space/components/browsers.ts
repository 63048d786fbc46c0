import type { Component } from "../../model/space.ts";
import { component, type Row, X64 } from "./row.ts";

const browser = (row: Omit<Row, "group">): Component => component({ ...row, group: "browsers" });

export const BROWSERS: readonly Component[] = [
	browser({
		id: "chrome",
		title: "Google Chrome",
		paths: ["/opt/google/chrome"],
		links: ["/usr/bin/google-chrome*"],
		variables: ["CHROME_BIN"],
		architectures: X64,
		breaks: "tests in Chrome",
		gb: 0.39,
		seconds: 0.6,
		script: "install-google-chrome.sh",
	}),
	browser({
		id: "chromium",
		title: "Chromium",
		paths: ["/usr/local/share/chromium"],
		links: ["/usr/bin/chromium", "/usr/bin/chromium-browser"],
		architectures: X64,
		breaks: "tests in Chromium",
		gb: 0.59,
		seconds: 3,
		script: "install-google-chrome.sh",
	}),
	browser({
		id: "edge",
		title: "Microsoft Edge",
		paths: ["/opt/microsoft/msedge"],
		links: ["/usr/bin/microsoft-edge*"],
		architectures: X64,
		breaks: "tests in Edge",
		gb: 0.62,
		seconds: 1,
		script: "install-microsoft-edge.sh",
	}),
	browser({
		id: "firefox",
		title: "Firefox",
		paths: ["/usr/lib/firefox"],
		links: ["/usr/bin/firefox"],
		breaks: "tests in Firefox",
		gb: 0.27,
		seconds: 0.5,
		script: "install-firefox.sh",
	}),
	browser({
		id: "browser-drivers",
		title: "Browser drivers",
		paths: ["/usr/local/share/chromedriver-linux64", "/usr/local/share/edge_driver", "/usr/local/share/gecko_driver"],
		links: ["/usr/bin/chromedriver", "/usr/bin/msedgedriver", "/usr/bin/geckodriver"],
		variables: ["CHROMEWEBDRIVER", "EDGEWEBDRIVER", "GECKOWEBDRIVER"],
		breaks: "Selenium tests",
		gb: 0.05,
		seconds: 0.2,
		script: "install-google-chrome.sh",
	}),
];
