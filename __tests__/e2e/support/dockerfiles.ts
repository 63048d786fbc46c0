import { BASE_IMAGE } from "./engine.ts";

/** Build argument that puts the engine's base image below the Dockerfiles of the tests. */
export const BASE_ARG = `BASE=${BASE_IMAGE}`;

/** Lines 1 to 2 of every small test image. */
export const BASE = `ARG BASE=python:3.12-slim
FROM \${BASE}
`;

/** Lines 1 to 3: a real torch from the default Python index. The same text everywhere, so that it is downloaded once per builder. */
export const TORCH = `${BASE}RUN pip install --no-deps --no-cache-dir torch==2.6.0
`;

/** Line of {@link TORCH} that installs torch. */
export const TORCH_LINE = 3;

/** What torch 2.6.0 of the default Python index says of itself on amd64. */
export const TORCH_VERSION = "2.6.0+cu124";
export const TORCH_CUDA = "12.4";
