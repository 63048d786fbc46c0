import { describe, expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import { credentialsIn } from "../../../src/inputs/credentials.ts";
import { readInputs } from "../../../src/inputs/inputs.ts";

type Values = Readonly<Record<string, string>>;

function read(values: Values) {
	const reader = createReader((name) => ({ context: ".", ...values })[name]);
	return { asked: readInputs(reader, { cli: true, env: {} }, () => []), reader };
}

const TOKEN = "ghp_0123456789abcdefghij";

describe("credentials in inputs that are no secrets", () => {
	it.each<[Values, readonly string[]]>([
		[{ context: "https://user:ctxsekret@127.0.0.1:1/x.git" }, ["ctxsekret"]],
		[{ context: "https://user:a%40b%2Fc@host/x.git#main" }, ["a%40b%2Fc", "a@b/c"]],
		[{ context: "https://user:a@b@host/x.git" }, ["a", "a@b"]],
		[{ context: `https://${TOKEN}@host/x.git` }, [TOKEN]],
		[{ "build-contexts": "a=https://u:one@h/a.git\nb=https://u:two@h/b.tar" }, ["one", "two"]],
		[{ file: "https://u:one@h/Dockerfile" }, ["one"]],
		[
			{ "cache-from": "type=s3,bucket=b,access_key_id=AKIAsekret,secret_access_key=s3sekret,session_token=x=y" },
			["AKIAsekret", "s3sekret", "x=y"],
		],
		[{ "cache-to": 'type=azblob,Secret_Access_Key=pa"ss' }, ['pa"ss', 'pa""ss']],
		[{ "cache-to": "type=gha,token=t0ken,url=https://u:pw@h/" }, ["t0ken", "pw"]],
		[{ "cache-to": "type=gha,token=it's" }, ["it's", "it'\\''s"]],
		[{ outputs: "type=image,name=a/b,proxy=http://u:pw@h:1/" }, ["pw"]],
		[{ "driver-opts": "env.HTTPS_PROXY=http://u:pw@proxy:1" }, ["pw"]],
	])("are found in %j", (values, expected) => {
		expect(new Set(credentialsIn(read(values).asked))).toEqual(new Set(expected));
	});

	it.each<[Values]>([
		[{ context: "ssh://git@host/x.git" }],
		[{ context: "git@host:x/y.git" }],
		[{ context: "https://user@host/x.git" }],
		[{ "cache-from": "type=registry,ref=h:5000/a@sha256:0" }],
		[{ "cache-to": "type=s3,bucket=b,region=r" }],
		[{ "build-args": "URL=https://u:pw@h/" }],
		[{ "build-contexts": "base=docker-image://python:3.12@sha256:0" }],
		[
			{
				"build-contexts":
					"base=docker-image://tensorflow-serving-gpu-image@sha256:0\nb=oci-layout://folder:main@sha256:0",
			},
		],
		[{ "cache-from": "type=constructor" }],
	])("are none in %j", (values) => {
		expect(credentialsIn(read(values).asked)).toEqual([]);
	});

	it("do not stand in a problem whose value is cut off", () => {
		const { reader } = read({ context: `https://user:${"x".repeat(300)}@host/{{nosuch}}.git` });
		expect(reader.problems()[0]?.value).toBe("https://user:***@host/{{nosuch}}.git");
	});
});
