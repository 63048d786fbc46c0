import { type RequestOptions, request } from "node:http";

/** A short answer over HTTP; undefined when nobody answers in time. */
export const ask = (
	options: RequestOptions,
	milliseconds = 2_000,
): Promise<{ readonly status: number; readonly body: string } | undefined> =>
	new Promise((done) => {
		const call = request({ ...options, timeout: milliseconds }, (response) => {
			const chunks: Buffer[] = [];
			response.on("data", (chunk: Buffer) => chunks.push(chunk));
			response.once("end", () => done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
			response.once("error", () => done(undefined));
		});
		call.once("timeout", () => call.destroy());
		call.once("error", () => done(undefined));
		call.end();
	});

/** Does an engine answer on this socket? */
export const engineAnswers = async (socketPath: string): Promise<boolean> =>
	(await ask({ socketPath, path: "/_ping" }))?.status === 200;

/** The engine's own version, for example "28.5.2+dfsg4". */
export const engineVersion = async (socketPath: string): Promise<string> => {
	const answer = await ask({ socketPath, path: "/version" });
	try {
		return (JSON.parse(answer?.body ?? "{}") as { readonly Version?: string }).Version ?? "unknown";
	} catch {
		return "unknown";
	}
};

/** The value of one label of a local image; undefined when the image is absent. */
export const imageLabel = async (socketPath: string, image: string, label: string): Promise<string | undefined> => {
	const answer = await ask({ socketPath, path: `/images/${image}/json` }, 10_000);
	if (answer?.status !== 200) return undefined;
	const config = (JSON.parse(answer.body) as { readonly Config?: { readonly Labels?: Record<string, string> | null } })
		.Config;
	return config?.Labels?.[label] ?? "";
};

/** Does a registry answer on this port of 127.0.0.1? */
export const registryAnswers = async (port: number): Promise<boolean> =>
	(await ask({ host: "127.0.0.1", port, path: "/v2/" }))?.status === 200;
