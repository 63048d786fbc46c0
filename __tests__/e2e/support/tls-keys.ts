import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Keys of an authority, of a server on loopback and of a client, all new. */
export interface TlsKeys {
	/** DOCKER_CERT_PATH: `ca.pem`, `cert.pem`, `key.pem`. */
	readonly folder: string;
	readonly server: { readonly ca: string; readonly cert: string; readonly key: string };
}

export function makeTlsKeys(): TlsKeys {
	const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-tls-"));
	const at = (name: string) => path.join(folder, name);
	const openssl = (...argv: readonly string[]) => execFileSync("openssl", argv, { cwd: folder, stdio: "pipe" });
	const newKey = (...more: readonly string[]) =>
		openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", ...more);
	newKey("-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", "ca-key.pem", "-out", "ca.pem");
	writeFileSync(at("server.ext"), "subjectAltName=IP:127.0.0.1\n");
	writeFileSync(at("client.ext"), "extendedKeyUsage=clientAuth\n");
	for (const [name, file] of [
		["server", "server-"],
		["client", ""],
	]) {
		newKey("-subj", `/CN=${name}`, "-keyout", `${file}key.pem`, "-out", `${file}request.pem`);
		const signer = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2"];
		openssl(
			"x509",
			"-req",
			"-in",
			`${file}request.pem`,
			...signer,
			"-extfile",
			`${name}.ext`,
			"-out",
			`${file}cert.pem`,
		);
	}
	const read = (name: string) => readFileSync(at(name), "utf8");
	return { folder, server: { ca: read("ca.pem"), cert: read("server-cert.pem"), key: read("server-key.pem") } };
}
