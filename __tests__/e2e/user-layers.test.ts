import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { BASE, docker, FULL_BASE, folderWith, HOST_NETWORK, REGISTRY, tryDocker, unique } from "./support/docker.ts";
import { type OracleImage, pushedImage } from "./support/oracle.ts";
import {
	allowSudo,
	CAN_MAKE_USERS,
	makeUser,
	makeUserPlace,
	openSocket,
	removeUser,
	USER,
	type UserPlace,
} from "./support/users.ts";

jest.setTimeout(1_800_000);

/** What overlayfs, archives and listings may stumble over. */
const LAYERS = `FROM ${FULL_BASE}
SHELL ["/bin/bash", "-euc"]
RUN mkdir -p /d/sub /e/old /site-packages/torch /opq && echo a >/d/a && echo bb >/d/sub/b && head -c 5000 /dev/zero >/e/old/f && printf "__version__ = '1.0'\\n" >/site-packages/torch/version.py && for i in 1 2 3; do head -c \${i}000 /dev/zero >/opq/$i; touch -d 2021-01-01 /opq/$i; done; head -c 700 /dev/urandom >/opq/nanos
RUN rm -rf /d && mkdir /d && echo new >/d/n && rm /e/old/f
RUN rm -rf /e && mkdir -p /e/old && echo again >/e/old/g
RUN cp -a /usr/share/doc /copy && rm -rf /usr/share/doc && mv /copy /usr/share/doc && cp -a /opq /opq2 && rm -rf /opq && mv /opq2 /opq && echo x >/opq/4 && rm /opq/2
RUN chown -R root:root /usr/share/doc /var/lib/dpkg/info /opq && chmod -R a+rX /opq
RUN ln /opq/nanos /opq/hard && ln /usr/share/common-licenses/GPL-3 /usr/share/gpl3 && ln -s /usr/share /lnk && ln -s usr/share /rel
RUN rm /lnk /rel && mkdir -p /lnk/doc /rel/doc/apt && echo y >/lnk/doc/x && cp -a /usr/share/doc/apt /lnk/doc/ && cp -a /usr/share/doc/apt/. /rel/doc/apt
RUN truncate -s 5M /holes && printf x | dd of=/holes bs=1 seek=3000000 conv=notrunc && mkdir -p $'/n\\nl/a b' && echo 1 >$'/n\\nl/a b/81a4 999 1 5:5 0:0\\nE1\\n' && echo 22 >$'/n\\nl/\\xff\\xfe' && echo 333 >/n$'\\n'l/файл
RUN f=$(printf 'x%.0s' {1..255}) && mkdir -p "/long/$f/$f/$f" && echo deep >"/long/$f/$f/$f/$f" && echo 1 >'/long/*' && echo 2 >/long/-n && echo 3 >/long/... && mkdir /long/.h && cp /bin/true /long/setuid && chmod 4755 /long/setuid && mkfifo /long/pipe && mknod /long/null c 1 3
RUN rm -rf /long/* && mkdir -p /long/.h && echo 44 >/long/...
RUN mkdir /twins && echo 1 >/twins/a && head -c 400000 /dev/zero >/twins/big && ln -s aaaa /twins/link && ln -s same /twins/kept && touch -h -d 2020-01-01 /twins/*
RUN cp -a /twins /copy && rm -rf /twins && mv /copy /twins && echo 2 >/twins/a && printf 1 | dd of=/twins/big conv=notrunc && ln -sf bbbb /twins/link && touch -h -d 2020-01-01 /twins/*
RUN rm -rf /site-packages && ln -s /usr /site-packages
RUN rm /site-packages && mkdir -p /site-packages/torch /mid && printf "__version__ = '3.0'\\n" >/site-packages/torch/version.py && echo same >/mid/a && touch -d 2020-01-01 /mid/a
RUN rm -rf /mid && mkdir /mid && echo other >/mid/c
RUN echo same >/mid/a && touch -d 2020-01-01 /mid/a && rm /mid/c && mkdir /mid/c && echo q >/mid/c/q
COPY --link Dockerfile /linked/Dockerfile
RUN echo z >/linked/z && exec 3<>/opq/1
`;

/** One program changes in nothing but its capabilities. */
const CAPABILITIES = `FROM ${BASE}
RUN cp /bin/true /server
RUN python3 -c "import os; os.setxattr('/server', 'security.capability', bytes.fromhex('01000002' + '00040000' + '00' * 12))"
`;

/** Bytes of all regular files of the finished image, hard links once: Python's tarfile reads what BuildKit exports. */
function exportedBytes(ref: string): number {
	const folder = folderWith({ Dockerfile: `FROM ${ref}\n` });
	const program =
		"import tarfile,sys;print(sum(m.size for m in tarfile.open(fileobj=sys.stdin.buffer,mode='r|') if m.isreg()))";
	const script = 'docker buildx build --quiet --builder default --output type=tar,dest=- "$0" | python3 -c "$1"';
	return Number(
		execFileSync("sh", ["-c", script, folder, program], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
	);
}

const REPOSITORY = "user-layers/app";
const pushed = (tag: string) => pushedImage(REPOSITORY, tag.slice(tag.lastIndexOf(":") + 1));

const sizes = (result: StepResult) =>
	result.report.images[0].layers.value.map(({ unpackedBytes, files }: { unpackedBytes: number; files: number }) => ({
		bytes: unpackedBytes,
		files,
	}));

describe("the layers of a builder, as an ordinary user without sudo", () => {
	let place: UserPlace;
	let closeSocket = () => {};
	const env = () => ({ ...process.env, ...place.env });
	const builders: string[] = [];

	beforeAll(() => {
		if (!CAN_MAKE_USERS)
			throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
		makeUser();
		place = makeUserPlace(folderWith({}));
		closeSocket = openSocket();
	});
	afterAll(() => {
		for (const name of builders) spawnSync("docker", ["buildx", "rm", "--force", name], { env: env() });
		closeSocket();
		removeUser();
	});

	const run = (text: string, inputs: Record<string, string>, asRoot = false) => {
		const cwd = folderWith({ Dockerfile: text });
		chmodSync(cwd, 0o755);
		allowSudo(false);
		const all = { context: ".", push: "true", "max-image-size": "1GB", ...inputs };
		return runStep({ cwd, inputs: all, ...(!asRoot && { user: { uid: USER.uid, gid: USER.gid }, ...place }) });
	};
	const own = { driver: "docker-container", "driver-opts": HOST_NETWORK };
	const newTag = () => `${REGISTRY}/${REPOSITORY}:${unique("v")}`;

	/** A builder that the user made in an earlier step. */
	function usersBuilder(...options: readonly string[]): string {
		const name = unique("theirs");
		builders.push(name);
		const argv = ["buildx", "create", "--name", name, "--driver", "docker-container", "--bootstrap"];
		const opts = [HOST_NETWORK, ...options].flatMap((option) => ["--driver-opt", option]);
		const { status, stderr } = spawnSync("docker", [...argv, ...opts], { env: env(), encoding: "utf8" });
		if (status !== 0) throw new Error(stderr);
		spawnSync("chown", ["-R", `${USER.uid}:${USER.gid}`, place.env["DOCKER_CONFIG"] ?? ""]);
		return name;
	}

	/** A BuildKit image whose tools are busybox, as those of the official one are. */
	function busyboxImage(): string {
		const name = `${unique("mlbuild-e2e-busybox")}:1`;
		const lines = [
			"FROM moby/buildkit:buildx-stable-1",
			"RUN busybox true || (apt-get update && apt-get install --yes --no-install-recommends busybox-static)",
			"RUN mkdir /busybox && busybox --install -s /busybox",
			"ENV PATH=/busybox:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		];
		const folder = folderWith({ Dockerfile: `${lines.join("\n")}\n` });
		docker("buildx", "build", "--builder", "default", "--quiet", "--tag", name, folder);
		return name;
	}

	describe("difficult ones", () => {
		const tag = newTag();
		let result: StepResult;
		let oracle: OracleImage;

		beforeAll(async () => {
			result = await run(LAYERS, { ...own, tags: tag });
			if (result.code !== 0) throw new Error(result.log);
			oracle = await pushed(tag);
		});

		test("are listed in the builder's container", () => {
			expect(result.code).toBe(0);
			expect(result.report.images[0].unpackedBytes).toMatchObject({ known: true, method: "builder-listing" });
		});

		test("have the sizes and numbers of files of their archives, layer by layer", () => {
			expect(sizes(result)).toEqual(oracle.layers);
			expect(Number(result.outputs["unpacked-bytes"])).toBe(oracle.unpacked);
		});

		test("come to the bytes of the finished image", () => {
			expect(result.report.images[0].rootfsBytes.value).toBe(exportedBytes(tag));
		});

		test("tell the torch that is seen, not those that were deleted", () => {
			const versions = result.report.images[0].torch.value.map(({ version }: { version: string }) => version);
			expect(versions).toEqual(["3.0"]);
		});

		test("are the same for root, who lists the folders themselves", async () => {
			const other = newTag();
			const root = await run(LAYERS, { ...own, tags: other }, true);
			expect(root.report.images[0].unpackedBytes).toMatchObject({ known: true, method: "builder-snapshots" });
			expect(sizes(root)).toEqual((await pushed(other)).layers);
			expect(root.report.images[0].rootfsBytes.value).toBe(exportedBytes(other));
		});
	});

	test("are listed by busybox as well, in a builder of the user's own, where nothing is left", async () => {
		const image = busyboxImage();
		try {
			const builder = usersBuilder(`image=${image}`);
			const container = `buildx_buildkit_${builder}0`;
			const look = () => docker("exec", container, "sh", "-c", "cat /proc/mounts; ls -a /tmp");
			const before = look();
			const tag = newTag();
			const result = await run(LAYERS, { builder, tags: tag });
			expect(result.code).toBe(0);
			expect(result.report.images[0].unpackedBytes).toMatchObject({ known: true, method: "builder-listing" });
			const oracle = await pushed(tag);
			expect(sizes(result)).toEqual(oracle.layers);
			expect(look()).toBe(before);
		} finally {
			for (const name of builders) spawnSync("docker", ["buildx", "rm", "--force", name], { env: env() });
			tryDocker("rmi", "--force", image);
		}
	});

	test.each([
		["an ordinary user", false],
		["root", true],
	])("that differ in capabilities only are read from their archives, as %s", async (_name, asRoot) => {
		const tag = newTag();
		const result = await run(CAPABILITIES, { ...own, tags: tag }, asRoot);
		expect(result.code).toBe(0);
		expect(result.report.images[0].unpackedBytes).toMatchObject({ known: true, method: "layer-blobs" });
		const oracle = await pushed(tag);
		expect(sizes(result)).toEqual(oracle.layers);
	});
});
