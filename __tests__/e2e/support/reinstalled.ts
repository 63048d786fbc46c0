import { BASE } from "./dockerfiles.ts";

/** Writes wheels of torch and of one more package, as small as they can be; pip's decisions about them are real. */
const WHEELS = `import pathlib, zipfile
def wheel(folder, name, version, files):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {**files, f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
             f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
    with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as out:
        for path, text in files.items():
            out.writestr(path, text)
        out.writestr(f"{info}/RECORD", "".join(f"{path},,\\n" for path in [*files, f"{info}/RECORD"]))
def torch(folder, version, cuda):
    wheel(folder, "torch", version, {"torch/__init__.py": "", "torch/version.py": f"__version__ = '{version}'\\ncuda = '{cuda}'\\n"})
torch("/wheels/pytorch", "2.6.0+cu124", "12.4")
torch("/wheels/pypi", "2.7.1", "12.6")
torch("/wheels/pypi", "2.8.0", "12.8")
wheel("/wheels/pypi", "blinker", "1.9.0", {"blinker.py": ""})
`;

/** Line of {@link reinstalled} whose switch is meant for one package and holds for all. */
export const SWITCH_LINE = 6;

/** torch is installed with care, then again by a switch that was meant for another package. `last` takes the place of that step. */
export function reinstalled(last: string): Readonly<Record<string, string>> {
	return {
		Dockerfile: `${BASE}COPY wheels.py requirements.txt constraints.txt /app/
RUN python3 /app/wheels.py
RUN pip install --no-index --find-links /wheels/pytorch torch==2.6.0+cu124
${last}
`,
		"wheels.py": WHEELS,
		"requirements.txt": "torch>=2.0\nblinker\n",
		"constraints.txt": "torch==2.6.0+cu124\n",
	};
}
