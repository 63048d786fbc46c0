import type { Distribution, ImageFacts, LayerFacts, Measured, TorchFacts } from "../../src/model/facts.ts";

/** A value that was measured; method and seconds do not matter to most tests. */
export function known<T>(value: T, method = "layer folders", seconds = 0.1): Measured<T> {
	return { known: true, value, method, seconds };
}

/** A value that could not be had. */
export function unknown(why: string): {
	readonly known: false;
	readonly why: string;
} {
	return { known: false, why };
}

/** A layer of this build: 1 GB unpacked, 400 MB compressed, made by a RUN on line 4. */
export function layerFacts(overrides: Partial<LayerFacts> = {}): LayerFacts {
	const index = overrides.index ?? 0;
	return {
		index,
		diffId: `sha256:${String(index).padStart(64, "d")}`,
		digest: `sha256:${String(index).padStart(64, "b")}`,
		unpackedBytes: 1_000_000_000,
		compressedBytes: 400_000_000,
		files: 1000,
		createdBy: "RUN /bin/sh -c pip install -r requirements.txt # buildkit",
		step: {
			text: "RUN pip install -r requirements.txt",
			file: "Dockerfile",
			line: 4,
			name: `[${index + 1}/9]`,
		},
		base: false,
		...overrides,
	};
}

/** An installed distribution in the image's system Python: numpy 2.2.0, requiring nothing. */
export function distribution(overrides: Partial<Distribution> = {}): Distribution {
	const name = overrides.name ?? "numpy";
	return {
		name,
		key: name.toLowerCase().replaceAll(/[-_.]+/g, "-"),
		version: "2.2.0",
		requires: [],
		site: "/usr/local/lib/python3.12/site-packages",
		environment: "system",
		prefix: "/usr/local",
		bytes: 50_000_000,
		layer: 1,
		...overrides,
	};
}

/** A visible torch 2.6.0+cu124, installed by line 4, replacing nothing, required by nothing. */
export function torchFacts(overrides: Partial<TorchFacts> = {}): TorchFacts {
	return {
		version: "2.6.0+cu124",
		source: "torch/version.py",
		cuda: "12.4",
		hip: null,
		site: "/usr/local/lib/python3.12/site-packages",
		layer: 1,
		step: {
			text: "RUN pip install torch==2.6.0",
			file: "Dockerfile",
			line: 4,
			name: "[2/4]",
		},
		replaced: [],
		requiredBy: [],
		...overrides,
	};
}

/** An image all of whose facts are known: two layers (base and torch), 5 GB unpacked, 2 GB compressed, torch 2.6.0+cu124. */
export function imageFacts(overrides: Partial<ImageFacts> = {}): ImageFacts {
	return {
		id: `sha256:${"a".repeat(64)}`,
		platform: "linux/amd64",
		unpackedBytes: known(5_000_000_000),
		compressedBytes: known(2_000_000_000, "manifest"),
		rootfsBytes: known(4_900_000_000),
		layers: known([
			baseLayer(),
			layerFacts({
				index: 1,
				unpackedBytes: 4_900_000_000,
				compressedBytes: 1_950_000_000,
				createdBy: "RUN /bin/sh -c pip install torch==2.6.0 # buildkit",
				step: {
					text: "RUN pip install torch==2.6.0",
					file: "Dockerfile",
					line: 4,
					name: "[2/4]",
				},
			}),
		]),
		distributions: known([
			distribution({
				name: "torch",
				version: "2.6.0+cu124",
				bytes: 1_700_000_000,
			}),
			distribution(),
		]),
		torch: known([torchFacts()]),
		...overrides,
	};
}

/** A layer that the base image brought: 100 MB, of no step of this build. */
function baseLayer(): LayerFacts {
	const { step: _, ...layer } = layerFacts({
		index: 0,
		unpackedBytes: 100_000_000,
		compressedBytes: 50_000_000,
		createdBy: "/bin/sh -c #(nop) ADD file:abc in / ",
		base: true,
	});
	return layer;
}
