import { describe, expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import { readInputs } from "../../../src/inputs/inputs.ts";
import { printProblem } from "../../../src/model/errors.ts";

type Values = Readonly<Record<string, string>>;

function problems(values: Values): readonly string[] {
	const reader = createReader((name) => ({ context: ".", ...values })[name]);
	readInputs(reader, { cli: true, env: {} }, () => []);
	return reader.problems().map(printProblem);
}

const ATTEST = 'write for example "type=sbom" or "type=provenance,mode=max"';
const ANNOTATION = 'write key=value, for example "org.opencontainers.image.title=app"';
const OPTION = 'write key=value, for example "network=host"';

describe("a form that buildx would refuse is told with the other inputs", () => {
	it.each<[Values, string]>([
		[{ ulimit: "x" }, 'ulimit: "x" is not a limit; write for example "nofile=1024:4096"'],
		[{ ulimit: "nofile=a" }, 'ulimit: "nofile=a" is not a limit; write for example "nofile=1024:4096"'],
		[{ ulimit: "nofile=1:2:3" }, 'ulimit: "nofile=1:2:3" is not a limit; write for example "nofile=1024:4096"'],
		[{ ulimit: "nofiles=1" }, 'ulimit: "nofiles=1" has no name of a limit; did you mean "nofile"?'],
		[
			{ ulimit: "nofile=4096:1024" },
			'ulimit: "nofile=4096:1024" has a soft limit above the hard one; write the lower one first: "nofile=1024:4096"',
		],
		[
			{ ulimit: "core=-1:0" },
			'ulimit: "core=-1:0" has a soft limit above the hard one; write the lower one first: "core=0:-1"',
		],
		[
			{ network: "bridge" },
			'network: "bridge" is no network of a build; write default, none or host; a network of the engine is given to a builder, as driver-opts: "network=bridge"',
		],
		[{ annotations: "frob" }, `annotations: "frob" has no value; ${ANNOTATION}`],
		[
			{ annotations: "indx:a=b" },
			'annotations: "indx:a=b" has the unknown type "indx"; did you mean "index"? There are index, index-descriptor, manifest, manifest-descriptor',
		],
		[
			{ annotations: "com.example:a=b" },
			'annotations: "com.example:a=b" has the unknown type "com.example"; there are index, index-descriptor, manifest, manifest-descriptor',
		],
		[{ attests: "frob" }, `attests: "frob" holds "frob", which is no key=value; ${ATTEST}`],
		[{ attests: "type=frob" }, `attests: "type=frob" is of an unknown type; ${ATTEST}`],
		[{ attests: "generator=a/b" }, `attests: "generator=a/b" has no type; ${ATTEST}`],
		[{ attests: "type=sbom,disabled=no" }, `attests: "type=sbom,disabled=no" is neither on nor off; ${ATTEST}`],
		[
			{ provenance: "frob" },
			'provenance: "frob" holds "frob", which is no key=value; write true, false, or for example "mode=max"',
		],
		[
			{ allow: "frob" },
			'allow: "frob" is nothing that can be allowed; there are security.insecure, network.host, device, buildx.local.delete',
		],
		[
			{ allow: "network.hosts" },
			'allow: "network.hosts" is nothing that can be allowed; did you mean "network.host"? There are security.insecure, network.host, device, buildx.local.delete',
		],
		[{ allow: "network.host=true" }, 'allow: "network.host=true" takes no value; write "network.host"'],
		[
			{ outputs: "type=local" },
			'outputs: "type=local" has no dest, the folder to write to; write for example "type=local,dest=out"',
		],
		[
			{ outputs: "type=oci,tar=false" },
			'outputs: "type=oci,tar=false" has no dest, the folder to write to; write for example "type=oci,tar=false,dest=out"',
		],
		[
			{ outputs: "type=local,dest=-" },
			'outputs: "type=local,dest=-" is a folder, which cannot go to the standard output; write for example "type=local,dest=out"',
		],
		[
			{ call: "check,frob" },
			'call: "check,frob" is not a question to the Dockerfile; write for example "check", "outline" or "targets"',
		],
		[
			{ call: "check,ignorestatus=no" },
			'call: "check,ignorestatus=no" is not a question to the Dockerfile; write for example "check", "outline" or "targets"',
		],
		[{ "driver-opts": "network" }, `driver-opts: "network" holds "network", which is no key=value; ${OPTION}`],
		[
			{ "driver-opts": "network=host,image" },
			`driver-opts: "network=host,image" holds "image", which is no key=value; ${OPTION}`,
		],
	])("%j", (values, problem) => {
		expect(problems(values)).toEqual([problem]);
	});

	it("all of them at once", () => {
		const bad = {
			ulimit: "x",
			network: "x",
			annotations: "x",
			attests: "x",
			allow: "x",
			outputs: "type=local",
			call: "a,b",
		};
		const told = problems({ ...bad, "driver-opts": "x" }).map((text) => text.split(":")[0]);
		expect(new Set(told)).toEqual(new Set([...Object.keys(bad), "driver-opts"]));
	});
});

describe("what buildx takes is never refused", () => {
	it.each<[Values]>([
		[{ ulimit: "nofile=1024\ncore=0:-1\nmemlock=-1\nmemlock=-1:-1\nrtprio=+5:10" }],
		[{ network: "default" }],
		[{ network: "none" }],
		[{ network: "host" }],
		[
			{
				annotations:
					"a=\na=b=c\nindex,manifest:a=b:c\nmanifest-descriptor[linux/amd64]:a=b\norg.opencontainers.x=https://a",
			},
		],
		[{ attests: "type=sbom,generator=a/b\ntype=provenance,mode=max" }],
		[{ attests: "type=SBOM\ntype=provenance,disabled=TRUE" }],
		[{ attests: "type=frob,disabled=true" }],
		[{ attests: "type=frob,false" }],
		[{ attests: "type=sbom,frob", sbom: "true" }],
		[{ provenance: "mode=max,builder-id=x", sbom: "generator=a/b" }],
		[{ provenance: "True", sbom: "0" }],
		[{ allow: "security.insecure,network.host" }],
		[{ allow: "device" }],
		[{ allow: "device=nvidia.com/gpu=all" }],
		[{ allow: "buildx.local.delete" }],
		[{ outputs: "type=tar" }],
		[{ outputs: "type=oci,tar=no" }],
		[{ outputs: "type=docker" }],
		[{ outputs: "type=exotic" }],
		[{ call: "check,format=json,ignorestatus=true" }],
		[{ call: "frob" }],
		[{ "driver-opts": 'network=host\nimage=a/b:c\n"env.NO_PROXY=a,b"\nenv.X=' }],
	])("%j", (values) => {
		expect(problems(values)).toEqual([]);
	});
});
