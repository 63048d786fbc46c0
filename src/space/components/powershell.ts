import type { Component } from "../../model/space.ts";
import { component } from "./row.ts";

export const POWERSHELL: readonly Component[] = [
	component({
		id: "powershell-modules",
		title: "PowerShell modules (Microsoft.Graph, Pester)",
		paths: ["/usr/local/share/powershell"],
		variables: ["PSModulePath"],
		breaks: "pwsh steps that use these modules (pwsh itself stays)",
		gb: 1.3,
		seconds: 0.7,
		script: "Install-PowerShellModules.ps1",
	}),
	component({
		id: "az-modules",
		title: "PowerShell modules for Azure",
		paths: ["/usr/share/az_*"],
		variables: ["PSModulePath"],
		breaks: "the azure/powershell action",
		gb: 0.5,
		seconds: 6,
		script: "Install-PowerShellAzModules.ps1",
	}),
	component({
		id: "powershell",
		title: "PowerShell",
		paths: ["/opt/microsoft/powershell"],
		links: ["/usr/bin/pwsh"],
		breaks: "every step with shell: pwsh, and actions that use it",
		onlyAsked: true,
		gb: 0.2,
		seconds: 0.5,
		script: "install-powershell.sh",
	}),
];
