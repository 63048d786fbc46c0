import type { Component } from "../../model/space.ts";
import { component } from "./row.ts";

/** Their services are stopped when a job starts. */
export const DATABASES: readonly Component[] = [
	component({
		id: "mysql",
		title: "Data of MySQL",
		paths: ["/var/lib/mysql"],
		breaks: "the mysql service, should a later step start it",
		onlyAsked: true,
		gb: 0.2,
		seconds: 0.3,
		script: "install-mysql.sh",
	}),
	component({
		id: "postgresql",
		title: "PostgreSQL",
		paths: ["/usr/lib/postgresql", "/var/lib/postgresql"],
		links: ["/usr/bin/pg_config"],
		breaks: "the postgresql service, should a later step start it, and psql",
		onlyAsked: true,
		gb: 0.1,
		seconds: 1,
		script: "install-postgresql.sh",
	}),
	component({
		id: "php",
		title: "PHP extensions",
		paths: ["/usr/lib/php"],
		breaks: "php with extensions",
		onlyAsked: true,
		gb: 0.1,
		seconds: 0.5,
		script: "install-php.sh",
	}),
];
