import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { renderJson } from "../../../src/report/json.ts";
import { hostile } from "./hostile.ts";
import { REPORTS } from "./reports.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const SCHEMA = JSON.parse(readFileSync(join(ROOT, "docs", "report-v1.schema.json"), "utf8"));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: "log", allowUnionTypes: true }).compile(
	SCHEMA,
);

it.each(Object.entries({ ...REPORTS, hostile }))("the JSON of %s is what the published schema says", (_, report) => {
	validate(JSON.parse(renderJson(report)));
	expect(validate.errors).toBeNull();
});

it("refuses fields it does not know and sizes that are no bytes", () => {
	const report = JSON.parse(renderJson(REPORTS["green"] as (typeof REPORTS)[string]));
	expect(validate({ ...report, surprise: 1 })).toBe(false);
	report.images[0].unpackedBytes.value = 1.5;
	expect(validate(report)).toBe(false);
});

/** Interfaces of the model as `{Name: {field: optional}}`, read from their source. */
function modelInterfaces(): Record<string, Record<string, boolean>> {
	const folder = join(ROOT, "src", "model");
	const source = readdirSync(folder)
		.map((file) => readFileSync(join(folder, file), "utf8"))
		.join("\n");
	const found: Record<string, Record<string, boolean>> = {};
	for (const [, name = "", body = ""] of source.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)) {
		found[name] = Object.fromEntries(
			[...body.matchAll(/^\treadonly (\w+)(\??):/gm)].map(([, field = "", mark]) => [field, mark === "?"]),
		);
	}
	return found;
}

it("describes every field of the model, required where the model requires it", () => {
	const model = modelInterfaces();
	const objects: Record<string, { properties: object; required: string[] }> = { Report: SCHEMA, ...SCHEMA.$defs };
	for (const [name, fields] of Object.entries(model).filter(([name]) => name in objects)) {
		const { properties, required } = objects[name] as (typeof objects)[string];
		expect({
			[name]: Object.fromEntries(
				Object.keys(properties)
					.sort()
					.map((field) => [field, !required.includes(field)]),
			),
		}).toEqual({ [name]: fields });
	}
	expect(Object.keys(model)).toEqual(
		expect.arrayContaining(
			Object.keys(SCHEMA.$defs).filter((name) => !["Bytes", "Ceiling", "Unmeasured", "Missing"].includes(name)),
		),
	);
});

it("names every kind of failure that the model has", () => {
	const source = readFileSync(join(ROOT, "src", "model", "errors.ts"), "utf8");
	const union = /export type FailureKind =([^;]*);/.exec(source)?.[1] ?? "";
	const kinds = [...union.matchAll(/"([a-z-]+)"/g)].map(([, kind]) => kind);
	expect(SCHEMA.$defs.Failure.properties.kind.enum).toEqual(kinds);
});

it("explains every field in words", () => {
	const bare: string[] = [];
	for (const [name, definition] of Object.entries<{
		properties?: Record<string, { description?: string; $ref?: string; const?: unknown }>;
	}>(SCHEMA.$defs)) {
		for (const [field, value] of Object.entries(definition.properties ?? {})) {
			if (value.description === undefined && value.$ref === undefined && value.const === undefined)
				bare.push(`${name}.${field}`);
		}
	}
	expect(bare).toEqual([]);
});
