import { readFileSync } from "node:fs";
import path from "node:path";
import { TORCH } from "./dockerfiles.ts";

/** What torch 2.8.0 requires on Linux and amd64, 3 GB that no test looks at: empty wheels of the very same versions stand for them. */
const HEAVY = [
	"nvidia-cuda-nvrtc-cu12==12.8.93",
	"nvidia-cuda-runtime-cu12==12.8.90",
	"nvidia-cuda-cupti-cu12==12.8.90",
	"nvidia-cudnn-cu12==9.10.2.21",
	"nvidia-cublas-cu12==12.8.4.1",
	"nvidia-cufft-cu12==11.3.3.83",
	"nvidia-curand-cu12==10.3.9.90",
	"nvidia-cusolver-cu12==11.7.3.90",
	"nvidia-cusparse-cu12==12.5.8.93",
	"nvidia-cusparselt-cu12==0.7.1",
	"nvidia-nccl-cu12==2.27.3",
	"nvidia-nvtx-cu12==12.8.90",
	"nvidia-nvjitlink-cu12==12.8.93",
	"nvidia-cufile-cu12==1.13.1.3",
	"triton==3.4.0",
];

/** Line of {@link DRIFT} whose requirements move torch. */
export const DRIFT_LINE = 7;

/**
 * torch 2.6.0 is installed, then a requirement (torchvision 0.23.0 needs torch 2.8.0) moves it: torch, torchvision and the decision are real
 * and pip's own; only the CUDA libraries are stubs.
 */
export const DRIFT: Readonly<Record<string, string>> = {
	Dockerfile: `${TORCH}COPY stub_wheels.py /tmp/
RUN python3 /tmp/stub_wheels.py /stubs ${HEAVY.join(" ")}
COPY requirements.txt /app/
RUN pip install --no-cache-dir --constraint /stubs/constraints.txt --requirement /app/requirements.txt
RUN echo ready >/app/ready
`,
	"requirements.txt": "typing-extensions\ntorchvision==0.23.0\n",
	"stub_wheels.py": readFileSync(path.join(import.meta.dirname, "stub_wheels.py"), "utf8"),
};
