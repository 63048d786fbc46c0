import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const FILE = path.resolve(import.meta.dirname, "../../../docs/report-v1.schema.json");
const validate = new Ajv2020({ allErrors: true, strictTypes: "log", allowUnionTypes: true }).compile(
	JSON.parse(readFileSync(FILE, "utf8")),
);

/** What the published schema has against a report; nothing when it is valid. */
export function schemaErrors(report: unknown): unknown {
	validate(report);
	return validate.errors;
}
