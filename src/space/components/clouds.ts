import type { Component } from "../../model/space.ts";
import { component, type Row } from "./row.ts";

/** Logins and pushes to a cloud's registry go through these, often in a later step: never without being asked. */
const cloud = (row: Omit<Row, "group" | "onlyAsked">): Component =>
	component({ ...row, group: "cloud-clis", onlyAsked: true });

export const CLOUDS: readonly Component[] = [
	cloud({
		id: "aws-cli",
		title: "AWS command line",
		paths: ["/usr/local/aws-cli"],
		links: ["/usr/local/bin/aws", "/usr/local/bin/aws_completer"],
		breaks: "aws, and with it logins to ECR",
		gb: 0.25,
		seconds: 7,
		script: "install-aws-tools.sh",
	}),
	cloud({
		id: "aws-sam-cli",
		title: "AWS SAM command line",
		paths: ["/usr/local/aws-sam-cli"],
		links: ["/usr/local/bin/sam"],
		breaks: "sam",
		gb: 0.2,
		seconds: 16,
		script: "install-aws-tools.sh",
	}),
	cloud({
		id: "azure-cli",
		title: "Azure command line",
		paths: ["/opt/az"],
		variables: ["AZURE_EXTENSION_DIR"],
		breaks: "az, azure/login, and with them logins to Azure's registries",
		gb: 0.58,
		seconds: 12,
		script: "install-azure-cli.sh",
	}),
	cloud({
		id: "google-cloud-cli",
		title: "Google Cloud command line",
		paths: ["/usr/lib/google-cloud-sdk", "/opt/google-cloud-sdk"],
		links: ["/usr/bin/gcloud", "/usr/bin/gsutil", "/usr/bin/bq", "/usr/bin/docker-credential-gcloud"],
		breaks: "gcloud, gsutil, and docker-credential-gcloud, which pushes to Google's registries use",
		gb: 0.7,
		seconds: 15,
		script: "install-google-cloud-cli.sh",
	}),
];
