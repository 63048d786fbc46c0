import { n as spareMemory, r as textCame, t as lookAtMemory } from "./little-memory.js";
import { n as environmentTls, t as dockerFolder } from "./docker-env.js";
import { r as matchName } from "./paths.js";
import { n as CancelledError, r as UserError } from "./errors.js";
import { t as piecesOf } from "./stream-pieces.js";
import { n as nameParent, r as nameSelf, t as lifeOf } from "./process-life.js";
import { i as parseLine } from "./reclaim-request.js";
import { execFile, spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, readdirSync } from "node:fs";
import * as fs$1 from "node:fs/promises";
import { access, appendFile, readFile, stat } from "node:fs/promises";
import os, { release } from "node:os";
import path, { normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as os$1 from "os";
import * as crypto from "crypto";
import * as fs$2 from "fs";
import * as path$1 from "path";
import * as events from "events";
import { promisify, styleText } from "node:util";
import zlib from "node:zlib";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { StringDecoder } from "string_decoder";
import * as child from "child_process";
import { setTimeout as setTimeout$1 } from "timers";
import { platform } from "node:process";
import { createInterface } from "node:readline";
import { StringDecoder as StringDecoder$1 } from "node:string_decoder";
// src/world/last-resort.ts
const WHERE = "This is a bug of ml-image-build: please report it with this text.";
/**
* For what nobody caught: says it is our bug, with the stack, and fails the step. In the post step (`warn`) it only warns: a step
* that was green stays green. The text may hold anything: no line of it can become a workflow command.
*/
function lastResort(severity = "fail") {
	let mask = (text) => text;
	const tell = (reason) => {
		const users = reason instanceof UserError;
		const text = !(reason instanceof Error) ? String(reason) : users ? reason.message : reason.stack ?? reason.message;
		const lines = mask(text).split(/\r?\n|\r/);
		process.stderr.write(`${users ? "" : `${WHERE}\n`}${lines.map((line) => `| ${line.replaceAll("##[", "## [")}`).join("\n")}\n`);
		process.exit(severity === "fail" ? 1 : 0);
	};
	process.on("uncaughtException", tell);
	process.on("unhandledRejection", tell);
	return { maskWith(next) {
		mask = next;
	} };
}
// node_modules/@actions/core/lib/utils.js
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
/**
*
* @param annotationProperties
* @returns The command properties to send with the actual annotation command
* See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
*/
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
// node_modules/@actions/core/lib/command.js
/**
* Issues a command to the GitHub Actions runner
*
* @param command - The command name to issue
* @param properties - Additional properties for the command (key-value pairs)
* @param message - The message to include with the command
* @remarks
* This function outputs a specially formatted string to stdout that the Actions
* runner interprets as a command. These commands can control workflow behavior,
* set outputs, create annotations, mask values, and more.
*
* Command Format:
*   ::name key=value,key=value::message
*
* @example
* ```typescript
* // Issue a warning annotation
* issueCommand('warning', {}, 'This is a warning message');
* // Output: ::warning::This is a warning message
*
* // Set an environment variable
* issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
* // Output: ::set-env name=MY_VAR::some value
*
* // Add a secret mask
* issueCommand('add-mask', {}, 'secretValue123');
* // Output: ::add-mask::secretValue123
* ```
*
* @internal
* This is an internal utility function that powers the public API functions
* such as setSecret, warning, error, and exportVariable.
*/
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os$1.EOL);
}
function issue(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs$2.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs$2.appendFileSync(filePath, `${toCommandValue(message)}${os$1.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os$1.EOL}${convertedValue}${os$1.EOL}${delimiter}`;
}
// node_modules/@actions/io/lib/io-util.js
var __awaiter$4 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const { chmod, copyFile, lstat, mkdir, open: open$1, readdir, rename, rm: rm$1, rmdir, stat: stat$1, symlink, unlink } = fs$2.promises;
const IS_WINDOWS$1 = process.platform === "win32";
fs$2.constants.O_RDONLY;
function exists(fsPath) {
	return __awaiter$4(this, void 0, void 0, function* () {
		try {
			yield stat$1(fsPath);
		} catch (err) {
			if (err.code === "ENOENT") return false;
			throw err;
		}
		return true;
	});
}
/**
* On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
* \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
*/
function isRooted(p) {
	p = normalizeSeparators(p);
	if (!p) throw new Error("isRooted() parameter \"p\" cannot be empty");
	if (IS_WINDOWS$1) return p.startsWith("\\") || /^[A-Z]:/i.test(p);
	return p.startsWith("/");
}
/**
* Best effort attempt to determine whether a file exists and is executable.
* @param filePath    file path to check
* @param extensions  additional file extensions to try
* @return if file exists and is executable, returns the file path. otherwise empty string.
*/
function tryGetExecutablePath(filePath, extensions) {
	return __awaiter$4(this, void 0, void 0, function* () {
		let stats = void 0;
		try {
			stats = yield stat$1(filePath);
		} catch (err) {
			if (err.code !== "ENOENT") console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
		}
		if (stats && stats.isFile()) {
			if (IS_WINDOWS$1) {
				const upperExt = path$1.extname(filePath).toUpperCase();
				if (extensions.some((validExt) => validExt.toUpperCase() === upperExt)) return filePath;
			} else if (isUnixExecutable(stats)) return filePath;
		}
		const originalFilePath = filePath;
		for (const extension of extensions) {
			filePath = originalFilePath + extension;
			stats = void 0;
			try {
				stats = yield stat$1(filePath);
			} catch (err) {
				if (err.code !== "ENOENT") console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
			}
			if (stats && stats.isFile()) {
				if (IS_WINDOWS$1) {
					try {
						const directory = path$1.dirname(filePath);
						const upperName = path$1.basename(filePath).toUpperCase();
						for (const actualName of yield readdir(directory)) if (upperName === actualName.toUpperCase()) {
							filePath = path$1.join(directory, actualName);
							break;
						}
					} catch (err) {
						console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
					}
					return filePath;
				} else if (isUnixExecutable(stats)) return filePath;
			}
		}
		return "";
	});
}
function normalizeSeparators(p) {
	p = p || "";
	if (IS_WINDOWS$1) {
		p = p.replace(/\//g, "\\");
		return p.replace(/\\\\+/g, "\\");
	}
	return p.replace(/\/\/+/g, "/");
}
function isUnixExecutable(stats) {
	return (stats.mode & 1) > 0 || (stats.mode & 8) > 0 && process.getgid !== void 0 && stats.gid === process.getgid() || (stats.mode & 64) > 0 && process.getuid !== void 0 && stats.uid === process.getuid();
}
// node_modules/@actions/io/lib/io.js
var __awaiter$3 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
/**
* Returns path of a tool had the tool actually been invoked.  Resolves via paths.
* If you check and the tool does not exist, it will throw.
*
* @param     tool              name of the tool
* @param     check             whether to check if tool exists
* @returns   Promise<string>   path to tool
*/
function which(tool, check) {
	return __awaiter$3(this, void 0, void 0, function* () {
		if (!tool) throw new Error("parameter 'tool' is required");
		if (check) {
			const result = yield which(tool, false);
			if (!result) {
				if (IS_WINDOWS$1) throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
				else throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
			}
			return result;
		}
		const matches = yield findInPath(tool);
		if (matches && matches.length > 0) return matches[0];
		return "";
	});
}
/**
* Returns a list of all occurrences of the given tool on the system path.
*
* @returns   Promise<string[]>  the paths of the tool
*/
function findInPath(tool) {
	return __awaiter$3(this, void 0, void 0, function* () {
		if (!tool) throw new Error("parameter 'tool' is required");
		const extensions = [];
		if (IS_WINDOWS$1 && process.env["PATHEXT"]) {
			for (const extension of process.env["PATHEXT"].split(path$1.delimiter)) if (extension) extensions.push(extension);
		}
		if (isRooted(tool)) {
			const filePath = yield tryGetExecutablePath(tool, extensions);
			if (filePath) return [filePath];
			return [];
		}
		if (tool.includes(path$1.sep)) return [];
		const directories = [];
		if (process.env.PATH) {
			for (const p of process.env.PATH.split(path$1.delimiter)) if (p) directories.push(p);
		}
		const matches = [];
		for (const directory of directories) {
			const filePath = yield tryGetExecutablePath(path$1.join(directory, tool), extensions);
			if (filePath) matches.push(filePath);
		}
		return matches;
	});
}
// node_modules/@actions/exec/lib/toolrunner.js
var __awaiter$2 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const IS_WINDOWS = process.platform === "win32";
var ToolRunner = class extends events.EventEmitter {
	constructor(toolPath, args, options) {
		super();
		if (!toolPath) throw new Error("Parameter 'toolPath' cannot be null or empty.");
		this.toolPath = toolPath;
		this.args = args || [];
		this.options = options || {};
	}
	_debug(message) {
		if (this.options.listeners && this.options.listeners.debug) this.options.listeners.debug(message);
	}
	_getCommandString(options, noPrefix) {
		const toolPath = this._getSpawnFileName();
		const args = this._getSpawnArgs(options);
		let cmd = noPrefix ? "" : "[command]";
		if (IS_WINDOWS) {
			if (this._isCmdFile()) {
				cmd += toolPath;
				for (const a of args) cmd += ` ${a}`;
			} else if (options.windowsVerbatimArguments) {
				cmd += `"${toolPath}"`;
				for (const a of args) cmd += ` ${a}`;
			} else {
				cmd += this._windowsQuoteCmdArg(toolPath);
				for (const a of args) cmd += ` ${this._windowsQuoteCmdArg(a)}`;
			}
		} else {
			cmd += toolPath;
			for (const a of args) cmd += ` ${a}`;
		}
		return cmd;
	}
	_processLineBuffer(data, strBuffer, onLine) {
		try {
			let s = strBuffer + data.toString();
			let n = s.indexOf(os$1.EOL);
			while (n > -1) {
				onLine(s.substring(0, n));
				s = s.substring(n + os$1.EOL.length);
				n = s.indexOf(os$1.EOL);
			}
			return s;
		} catch (err) {
			this._debug(`error processing line. Failed with error ${err}`);
			return "";
		}
	}
	_getSpawnFileName() {
		if (IS_WINDOWS) {
			if (this._isCmdFile()) return process.env["COMSPEC"] || "cmd.exe";
		}
		return this.toolPath;
	}
	_getSpawnArgs(options) {
		if (IS_WINDOWS) {
			if (this._isCmdFile()) {
				let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
				for (const a of this.args) {
					argline += " ";
					argline += options.windowsVerbatimArguments ? a : this._windowsQuoteCmdArg(a);
				}
				argline += "\"";
				return [argline];
			}
		}
		return this.args;
	}
	_endsWith(str, end) {
		return str.endsWith(end);
	}
	_isCmdFile() {
		const upperToolPath = this.toolPath.toUpperCase();
		return this._endsWith(upperToolPath, ".CMD") || this._endsWith(upperToolPath, ".BAT");
	}
	_windowsQuoteCmdArg(arg) {
		if (!this._isCmdFile()) return this._uvQuoteCmdArg(arg);
		if (!arg) return "\"\"";
		const cmdSpecialChars = [
			" ",
			"	",
			"&",
			"(",
			")",
			"[",
			"]",
			"{",
			"}",
			"^",
			"=",
			";",
			"!",
			"'",
			"+",
			",",
			"`",
			"~",
			"|",
			"<",
			">",
			"\""
		];
		let needsQuotes = false;
		for (const char of arg) if (cmdSpecialChars.some((x) => x === char)) {
			needsQuotes = true;
			break;
		}
		if (!needsQuotes) return arg;
		let reverse = "\"";
		let quoteHit = true;
		for (let i = arg.length; i > 0; i--) {
			reverse += arg[i - 1];
			if (quoteHit && arg[i - 1] === "\\") reverse += "\\";
			else if (arg[i - 1] === "\"") {
				quoteHit = true;
				reverse += "\"";
			} else quoteHit = false;
		}
		reverse += "\"";
		return reverse.split("").reverse().join("");
	}
	_uvQuoteCmdArg(arg) {
		if (!arg) return "\"\"";
		if (!arg.includes(" ") && !arg.includes("	") && !arg.includes("\"")) return arg;
		if (!arg.includes("\"") && !arg.includes("\\")) return `"${arg}"`;
		let reverse = "\"";
		let quoteHit = true;
		for (let i = arg.length; i > 0; i--) {
			reverse += arg[i - 1];
			if (quoteHit && arg[i - 1] === "\\") reverse += "\\";
			else if (arg[i - 1] === "\"") {
				quoteHit = true;
				reverse += "\\";
			} else quoteHit = false;
		}
		reverse += "\"";
		return reverse.split("").reverse().join("");
	}
	_cloneExecOptions(options) {
		options = options || {};
		const result = {
			cwd: options.cwd || process.cwd(),
			env: options.env || process.env,
			silent: options.silent || false,
			windowsVerbatimArguments: options.windowsVerbatimArguments || false,
			failOnStdErr: options.failOnStdErr || false,
			ignoreReturnCode: options.ignoreReturnCode || false,
			delay: options.delay || 1e4
		};
		result.outStream = options.outStream || process.stdout;
		result.errStream = options.errStream || process.stderr;
		return result;
	}
	_getSpawnOptions(options, toolPath) {
		options = options || {};
		const result = {};
		result.cwd = options.cwd;
		result.env = options.env;
		result["windowsVerbatimArguments"] = options.windowsVerbatimArguments || this._isCmdFile();
		if (options.windowsVerbatimArguments) result.argv0 = `"${toolPath}"`;
		return result;
	}
	/**
	* Exec a tool.
	* Output will be streamed to the live console.
	* Returns promise with return code
	*
	* @param     tool     path to tool to exec
	* @param     options  optional exec options.  See ExecOptions
	* @returns   number
	*/
	exec() {
		return __awaiter$2(this, void 0, void 0, function* () {
			if (!isRooted(this.toolPath) && (this.toolPath.includes("/") || IS_WINDOWS && this.toolPath.includes("\\"))) this.toolPath = path$1.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
			this.toolPath = yield which(this.toolPath, true);
			return new Promise((resolve, reject) => __awaiter$2(this, void 0, void 0, function* () {
				this._debug(`exec tool: ${this.toolPath}`);
				this._debug("arguments:");
				for (const arg of this.args) this._debug(`   ${arg}`);
				const optionsNonNull = this._cloneExecOptions(this.options);
				if (!optionsNonNull.silent && optionsNonNull.outStream) optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + os$1.EOL);
				const state = new ExecState(optionsNonNull, this.toolPath);
				state.on("debug", (message) => {
					this._debug(message);
				});
				if (this.options.cwd && !(yield exists(this.options.cwd))) return reject(/* @__PURE__ */ new Error(`The cwd: ${this.options.cwd} does not exist!`));
				const fileName = this._getSpawnFileName();
				const cp = child.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
				let stdbuffer = "";
				if (cp.stdout) cp.stdout.on("data", (data) => {
					if (this.options.listeners && this.options.listeners.stdout) this.options.listeners.stdout(data);
					if (!optionsNonNull.silent && optionsNonNull.outStream) optionsNonNull.outStream.write(data);
					stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
						if (this.options.listeners && this.options.listeners.stdline) this.options.listeners.stdline(line);
					});
				});
				let errbuffer = "";
				if (cp.stderr) cp.stderr.on("data", (data) => {
					state.processStderr = true;
					if (this.options.listeners && this.options.listeners.stderr) this.options.listeners.stderr(data);
					if (!optionsNonNull.silent && optionsNonNull.errStream && optionsNonNull.outStream) (optionsNonNull.failOnStdErr ? optionsNonNull.errStream : optionsNonNull.outStream).write(data);
					errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
						if (this.options.listeners && this.options.listeners.errline) this.options.listeners.errline(line);
					});
				});
				cp.on("error", (err) => {
					state.processError = err.message;
					state.processExited = true;
					state.processClosed = true;
					state.CheckComplete();
				});
				cp.on("exit", (code) => {
					state.processExitCode = code;
					state.processExited = true;
					this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
					state.CheckComplete();
				});
				cp.on("close", (code) => {
					state.processExitCode = code;
					state.processExited = true;
					state.processClosed = true;
					this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
					state.CheckComplete();
				});
				state.on("done", (error, exitCode) => {
					if (stdbuffer.length > 0) this.emit("stdline", stdbuffer);
					if (errbuffer.length > 0) this.emit("errline", errbuffer);
					cp.removeAllListeners();
					if (error) reject(error);
					else resolve(exitCode);
				});
				if (this.options.input) {
					if (!cp.stdin) throw new Error("child process missing stdin");
					cp.stdin.end(this.options.input);
				}
			}));
		});
	}
};
/**
* Convert an arg string to an array of args. Handles escaping
*
* @param    argString   string of arguments
* @returns  string[]    array of arguments
*/
function argStringToArray(argString) {
	const args = [];
	let inQuotes = false;
	let escaped = false;
	let arg = "";
	function append(c) {
		if (escaped && c !== "\"") arg += "\\";
		arg += c;
		escaped = false;
	}
	for (let i = 0; i < argString.length; i++) {
		const c = argString.charAt(i);
		if (c === "\"") {
			if (!escaped) inQuotes = !inQuotes;
			else append(c);
			continue;
		}
		if (c === "\\" && escaped) {
			append(c);
			continue;
		}
		if (c === "\\" && inQuotes) {
			escaped = true;
			continue;
		}
		if (c === " " && !inQuotes) {
			if (arg.length > 0) {
				args.push(arg);
				arg = "";
			}
			continue;
		}
		append(c);
	}
	if (arg.length > 0) args.push(arg.trim());
	return args;
}
var ExecState = class ExecState extends events.EventEmitter {
	constructor(options, toolPath) {
		super();
		this.processClosed = false;
		this.processError = "";
		this.processExitCode = 0;
		this.processExited = false;
		this.processStderr = false;
		this.delay = 1e4;
		this.done = false;
		this.timeout = null;
		if (!toolPath) throw new Error("toolPath must not be empty");
		this.options = options;
		this.toolPath = toolPath;
		if (options.delay) this.delay = options.delay;
	}
	CheckComplete() {
		if (this.done) return;
		if (this.processClosed) this._setResult();
		else if (this.processExited) this.timeout = setTimeout$1(ExecState.HandleTimeout, this.delay, this);
	}
	_debug(message) {
		this.emit("debug", message);
	}
	_setResult() {
		let error;
		if (this.processExited) {
			if (this.processError) error = /* @__PURE__ */ new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
			else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) error = /* @__PURE__ */ new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
			else if (this.processStderr && this.options.failOnStdErr) error = /* @__PURE__ */ new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
		}
		if (this.timeout) {
			clearTimeout(this.timeout);
			this.timeout = null;
		}
		this.done = true;
		this.emit("done", error, this.processExitCode);
	}
	static HandleTimeout(state) {
		if (state.done) return;
		if (!state.processClosed && state.processExited) {
			const message = `The STDIO streams did not close within ${state.delay / 1e3} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
			state._debug(message);
		}
		state._setResult();
	}
};
// node_modules/@actions/exec/lib/exec.js
var __awaiter$1 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
/**
* Exec a command.
* Output will be streamed to the live console.
* Returns promise with return code
*
* @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
* @param     args               optional arguments for tool. Escaping is handled by the lib.
* @param     options            optional exec options.  See ExecOptions
* @returns   Promise<number>    exit code
*/
function exec(commandLine, args, options) {
	return __awaiter$1(this, void 0, void 0, function* () {
		const commandArgs = argStringToArray(commandLine);
		if (commandArgs.length === 0) throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
		const toolPath = commandArgs[0];
		args = commandArgs.slice(1).concat(args || []);
		return new ToolRunner(toolPath, args, options).exec();
	});
}
/**
* Exec a command and get the output.
* Output will be streamed to the live console.
* Returns promise with the exit code and collected stdout and stderr
*
* @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
* @param     args                  optional arguments for tool. Escaping is handled by the lib.
* @param     options               optional exec options.  See ExecOptions
* @returns   Promise<ExecOutput>   exit code, stdout, and stderr
*/
function getExecOutput(commandLine, args, options) {
	return __awaiter$1(this, void 0, void 0, function* () {
		var _a, _b;
		let stdout = "";
		let stderr = "";
		const stdoutDecoder = new StringDecoder("utf8");
		const stderrDecoder = new StringDecoder("utf8");
		const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
		const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
		const stdErrListener = (data) => {
			stderr += stderrDecoder.write(data);
			if (originalStdErrListener) originalStdErrListener(data);
		};
		const stdOutListener = (data) => {
			stdout += stdoutDecoder.write(data);
			if (originalStdoutListener) originalStdoutListener(data);
		};
		const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), {
			stdout: stdOutListener,
			stderr: stdErrListener
		});
		const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
		stdout += stdoutDecoder.end();
		stderr += stderrDecoder.end();
		return {
			exitCode,
			stdout,
			stderr
		};
	});
}
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was successful
	*/
	ExitCode[ExitCode["Success"] = 0] = "Success";
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
* Registers a secret which will get masked from logs
*
* @param secret - Value of the secret to be masked
* @remarks
* This function instructs the Actions runner to mask the specified value in any
* logs produced during the workflow run. Once registered, the secret value will
* be replaced with asterisks (***) whenever it appears in console output, logs,
* or error messages.
*
* This is useful for protecting sensitive information such as:
* - API keys
* - Access tokens
* - Authentication credentials
* - URL parameters containing signatures (SAS tokens)
*
* Note that masking only affects future logs; any previous appearances of the
* secret in logs before calling this function will remain unmasked.
*
* @example
* ```typescript
* // Register an API token as a secret
* const apiToken = "abc123xyz456";
* setSecret(apiToken);
*
* // Now any logs containing this value will show *** instead
* console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
* ```
*/
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os$1.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Adds an error issue
* @param message error issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a warning issue
* @param message warning issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a notice issue
* @param message notice issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Writes info to log with console.log.
* @param message info message
*/
function info(message) {
	process.stdout.write(message + os$1.EOL);
}
/**
* Begin an output group.
*
* Output until the next `groupEnd` will be foldable in this group
*
* @param name The name of the output group
*/
function startGroup(name) {
	issue("group", name);
}
/**
* End an output group.
*/
function endGroup() {
	issue("endgroup");
}
/**
* Saves state for current action, the state can only be retrieved by this action's post job execution.
*
* @param     name     name of the state to store
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function saveState(name, value) {
	if (process.env["GITHUB_STATE"] || "") return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
	issueCommand("save-state", { name }, toCommandValue(value));
}
// src/world/cancel.ts
/**
* A signal that fires once when the run is cancelled. GitHub sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills:
* https://docs.github.com/actions/reference/workflow-cancellation-reference
*/
function cancelOnSignals() {
	const controller = new AbortController();
	let interrupts = 0;
	process.on("SIGINT", () => {
		interrupts += 1;
		if (interrupts > 1) process.exit(130);
	});
	for (const name of [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	]) process.on(name, () => controller.abort(new CancelledError(name)));
	return controller.signal;
}
// src/world/engine-endpoint.ts
const SOCKET = "unix:///var/run/docker.sock";
/**
* Where `docker` itself would connect: DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the default. With what
* keys: those in DOCKER_CERT_PATH (or the folder of the configuration) when DOCKER_TLS_VERIFY or DOCKER_TLS asks for it, or the
* context's own (https://docs.docker.com/reference/cli/docker/#environment-variables,
* https://docs.docker.com/engine/security/protect-access/).
*/
async function findEndpoint(env, configDir) {
	const { DOCKER_HOST: named } = env;
	if (named) {
		const tls = environmentTls(env, configDir);
		return {
			host: named,
			context: "default",
			...tls && { tls: {
				...await readKeys(tls.keys),
				verify: tls.verify
			} }
		};
	}
	const context = env["DOCKER_CONTEXT"] || await currentContext(configDir) || "default";
	if (context === "default") return {
		host: SOCKET,
		context
	};
	const id = createHash("sha256").update(context).digest("hex");
	const { Host: host, SkipTLSVerify: skip } = (await readJson(path.join(configDir, "contexts", "meta", id, "meta.json")))?.Endpoints?.docker ?? {};
	if (!host) return {
		host: SOCKET,
		context
	};
	const keys = await readKeys(path.join(configDir, "contexts", "tls", id, "docker"));
	return {
		host,
		context,
		...(Object.keys(keys).length > 0 || skip === true) && { tls: {
			...keys,
			verify: skip !== true
		} }
	};
}
async function readKeys(folder) {
	const read = (name) => readFile(path.join(folder, name), "utf8").catch(() => void 0);
	const [ca, cert, key] = await Promise.all([
		read("ca.pem"),
		read("cert.pem"),
		read("key.pem")
	]);
	return {
		...ca && { ca },
		...cert && { cert },
		...key && { key }
	};
}
async function currentContext(configDir) {
	return (await readJson(path.join(configDir, "config.json")))?.currentContext;
}
async function readJson(file) {
	try {
		return JSON.parse(await readFile(file, "utf8"));
	} catch {
		return;
	}
}
// src/world/engine-socket.ts
/** Nothing for what only `docker` itself can reach (ssh, named pipes). */
function target({ host, tls }) {
	if (host.startsWith("unix://")) return {
		secured: false,
		socketPath: host.slice(7)
	};
	if (!host.startsWith("tcp://") || !URL.canParse(host.replace("tcp://", "http://"))) return void 0;
	const { hostname, port } = new URL(host.replace("tcp://", "http://"));
	const name = hostname.replace(/^\[(.*)\]$/, "$1");
	if (!tls) return {
		secured: false,
		host: name,
		port: port || 2375
	};
	const { verify, ...keys } = tls;
	return {
		secured: true,
		host: name,
		port: port || 2376,
		rejectUnauthorized: verify,
		...keys
	};
}
/** The engine's HTTP interface (https://docs.docker.com/reference/api/engine/), unversioned paths: the engine's own version. */
function createEnginePort(endpoint) {
	const where = target(endpoint);
	async function send(request) {
		const http = where?.secured === true ? process.getBuiltinModule("node:https") : process.getBuiltinModule("node:http");
		const body = request.body === void 0 ? void 0 : JSON.stringify(request.body);
		const headers = body === void 0 ? {} : {
			"content-type": "application/json",
			"content-length": Buffer.byteLength(body)
		};
		return new Promise((resolve, reject) => {
			const call = http.request({
				...where,
				host: where?.host ?? "docker",
				path: request.path,
				method: request.method ?? "GET",
				headers,
				...request.enough && { signal: request.enough }
			}, resolve);
			call.on("error", reject);
			call.setTimeout(request.timeoutMs ?? 2e4, () => call.destroy(/* @__PURE__ */ new Error("no answer from the engine")));
			call.end(body);
		});
	}
	async function call(request) {
		if (!where) return {
			status: 0,
			text: `${endpoint.host} is not a socket`
		};
		try {
			const reply = await send(request);
			reply.setEncoding("utf8");
			let text = "";
			for await (const chunk of reply) text += chunk;
			textCame(text);
			return {
				status: reply.statusCode ?? 0,
				text
			};
		} catch (error) {
			return {
				status: 0,
				text: error.message
			};
		}
	}
	async function stream(request) {
		if (!where) throw new Error(`${endpoint.host} is not a socket`);
		const reply = await send(request);
		if (reply.statusCode === 200) return piecesOf(reply);
		const chunks = [];
		for await (const chunk of reply) chunks.push(chunk);
		throw new Error(`the engine answered ${reply.statusCode}: ${Buffer.concat(chunks).toString("utf8").slice(0, 300)}`);
	}
	return {
		endpoint: endpoint.host,
		context: endpoint.context,
		direct: where !== void 0,
		call,
		stream
	};
}
// node_modules/check-disk-space/dist/check-disk-space.mjs
var InvalidPathError = class InvalidPathError extends Error {
	constructor(message) {
		super(message);
		this.name = "InvalidPathError";
		Object.setPrototypeOf(this, InvalidPathError.prototype);
	}
};
var NoMatchError = class NoMatchError extends Error {
	constructor(message) {
		super(message);
		this.name = "NoMatchError";
		Object.setPrototypeOf(this, NoMatchError.prototype);
	}
};
/**
* Tells if directory exists
*
* @param directoryPath - The file/folder path
* @param dependencies - Dependencies container
*/
async function isDirectoryExisting(directoryPath, dependencies) {
	try {
		await dependencies.fsAccess(directoryPath);
		return Promise.resolve(true);
	} catch (error) {
		return Promise.resolve(false);
	}
}
/**
* Get the first existing parent path
*
* @param directoryPath - The file/folder path from where we want to know disk space
* @param dependencies - Dependencies container
*/
async function getFirstExistingParentPath(directoryPath, dependencies) {
	let parentDirectoryPath = directoryPath;
	let parentDirectoryFound = await isDirectoryExisting(parentDirectoryPath, dependencies);
	while (!parentDirectoryFound) {
		parentDirectoryPath = dependencies.pathNormalize(parentDirectoryPath + "/..");
		parentDirectoryFound = await isDirectoryExisting(parentDirectoryPath, dependencies);
	}
	return parentDirectoryPath;
}
/**
* Tell if PowerShell 3 is available based on Windows version
*
* Note: 6.* is Windows 7
* Note: PowerShell 3 is natively available since Windows 8
*
* @param dependencies - Dependencies Injection Container
*/
async function hasPowerShell3(dependencies) {
	if (parseInt(dependencies.release.split(".")[0], 10) <= 6) return false;
	try {
		await dependencies.cpExecFile("where", ["powershell"], { windowsHide: true });
		return true;
	} catch (error) {
		return false;
	}
}
/**
* Check disk space
*
* @param directoryPath - The file/folder path from where we want to know disk space
* @param dependencies - Dependencies container
*/
function checkDiskSpace(directoryPath, dependencies = {
	platform,
	release: release(),
	fsAccess: access,
	pathNormalize: normalize,
	pathSep: sep,
	cpExecFile: promisify(execFile)
}) {
	/**
	* Maps command output to a normalized object {diskPath, free, size}
	*
	* @param stdout - The command output
	* @param filter - To filter drives (only used for win32)
	* @param mapping - Map between column index and normalized column name
	* @param coefficient - The size coefficient to get bytes instead of kB
	*/
	function mapOutput(stdout, filter, mapping, coefficient) {
		const filtered = stdout.split("\n").map((line) => line.trim()).filter((line) => line.length !== 0).slice(1).map((line) => line.split(/\s+(?=[\d/])/)).filter(filter);
		if (filtered.length === 0) throw new NoMatchError();
		const diskData = filtered[0];
		return {
			diskPath: diskData[mapping.diskPath],
			free: parseInt(diskData[mapping.free], 10) * coefficient,
			size: parseInt(diskData[mapping.size], 10) * coefficient
		};
	}
	/**
	* Run the command and do common things between win32 and unix
	*
	* @param cmd - The command to execute
	* @param filter - To filter drives (only used for win32)
	* @param mapping - Map between column index and normalized column name
	* @param coefficient - The size coefficient to get bytes instead of kB
	*/
	async function check(cmd, filter, mapping, coefficient = 1) {
		const [file, ...args] = cmd;
		/* istanbul ignore if */
		if (file === void 0) return Promise.reject(/* @__PURE__ */ new Error("cmd must contain at least one item"));
		try {
			const { stdout } = await dependencies.cpExecFile(file, args, { windowsHide: true });
			return mapOutput(stdout, filter, mapping, coefficient);
		} catch (error) {
			return Promise.reject(error);
		}
	}
	/**
	* Build the check call for win32
	*
	* @param directoryPath - The file/folder path from where we want to know disk space
	*/
	async function checkWin32(directoryPath) {
		if (directoryPath.charAt(1) !== ":") return Promise.reject(new InvalidPathError(`The following path is invalid (should be X:\\...): ${directoryPath}`));
		return check(await hasPowerShell3(dependencies) ? ["powershell", "Get-CimInstance -ClassName Win32_LogicalDisk | Select-Object Caption, FreeSpace, Size"] : [
			"wmic",
			"logicaldisk",
			"get",
			"size,freespace,caption"
		], (driveData) => {
			const driveLetter = driveData[0];
			return directoryPath.toUpperCase().startsWith(driveLetter.toUpperCase());
		}, {
			diskPath: 0,
			free: 1,
			size: 2
		});
	}
	/**
	* Build the check call for unix
	*
	* @param directoryPath - The file/folder path from where we want to know disk space
	*/
	async function checkUnix(directoryPath) {
		if (!dependencies.pathNormalize(directoryPath).startsWith(dependencies.pathSep)) return Promise.reject(new InvalidPathError(`The following path is invalid (should start by ${dependencies.pathSep}): ${directoryPath}`));
		return check([
			"df",
			"-Pk",
			"--",
			await getFirstExistingParentPath(directoryPath, dependencies)
		], () => true, {
			diskPath: 5,
			free: 3,
			size: 1
		}, 1024);
	}
	if (dependencies.platform === "win32") return checkWin32(directoryPath);
	return checkUnix(directoryPath);
}
// src/world/find-paths.ts
/** More than this fits no pattern that anybody means. */
const MOST = 2e4;
/**
* Everything that fits the patterns. Looks with `lstat`, so that a link is told as one. Folders on the way may be links, which `real`
* shows. What cannot be looked at is not there.
*/
async function findPaths(patterns) {
	return (await Promise.all(patterns.map(findPattern))).flat();
}
async function findPattern(pattern) {
	let paths = [""];
	for (const name of pattern.split("/").slice(1)) {
		if (!name.includes("*")) {
			paths = paths.map((folder) => `${folder}/${name}`);
			continue;
		}
		const inside = await Promise.all(paths.map(listNames));
		paths = paths.flatMap((folder, index) => (inside[index] ?? []).filter((entry) => matchName(name, entry)).map((entry) => `${folder}/${entry}`));
		paths = paths.slice(0, MOST);
	}
	return (await Promise.all(paths.map((each) => lookAt(pattern, each)))).flatMap((each) => each ?? []);
}
async function listNames(folder) {
	try {
		return (await fs$1.readdir(folder || "/")).toSorted();
	} catch {
		return [];
	}
}
async function lookAt(pattern, each) {
	try {
		const [stat, folder] = await Promise.all([fs$1.lstat(each), fs$1.realpath(path.dirname(each))]);
		const kind = stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "folder" : stat.isFile() ? "file" : "other";
		return {
			pattern,
			path: each,
			kind,
			device: String(stat.dev),
			uid: stat.uid,
			modifiedMs: stat.mtimeMs,
			real: path.join(folder, path.basename(each)),
			...kind === "link" && { target: await linkTarget(each) }
		};
	} catch {
		return;
	}
}
async function linkTarget(link) {
	try {
		return await fs$1.realpath(link);
	} catch {
		return path.resolve(path.dirname(link), await fs$1.readlink(link));
	}
}
// src/world/make-folders.ts
const codeOf = (error) => error.code ?? "";
/**
* A folder with those above it, one plain mkdir after the other. Node's own `recursive` never ends where the kernel answers ENOENT although
* the parent is there (below /proc), and says ENOENT where a plain mkdir says EROFS: https://github.com/nodejs/node/issues/47098
*/
async function makeFolders(folder, mode = 511) {
	const missing = [];
	for (let current = path.resolve(folder); !await isThere(current); current = path.dirname(current)) missing.push(current);
	for (const one of missing.toReversed()) await makeFolder(one, mode);
}
/** The root always is. */
async function isThere(place) {
	if (path.dirname(place) === place) return true;
	try {
		await fs$1.stat(place);
		return true;
	} catch (error) {
		if (codeOf(error) === "ENOENT") return false;
		throw error;
	}
}
async function makeFolder(folder, mode) {
	try {
		await fs$1.mkdir(folder, { mode });
	} catch (error) {
		if (!(codeOf(error) === "EEXIST" && (await fs$1.stat(folder).catch(() => void 0))?.isDirectory())) throw error;
	}
}
// src/world/files.ts
const diskSpace = checkDiskSpace;
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs$1.constants;
/** By one system call; where it says nothing (a file system of another kind) by `df`, which takes a process. */
async function sizeOf(existing) {
	const { bavail, blocks, bsize } = await fs$1.statfs(existing);
	return blocks > 0 ? {
		free: bavail * bsize,
		size: blocks * bsize
	} : diskSpace(existing);
}
const isMissing = (error) => ["ENOENT", "ENOTDIR"].includes(error.code ?? "");
async function nearestExisting(start) {
	let current = path.resolve(start);
	for (;;) try {
		await fs$1.stat(current);
		return current;
	} catch {
		const parent = path.dirname(current);
		if (parent === current) return current;
		current = parent;
	}
}
/**
* What the kernel itself answers, at once: no disk and no other process is waited for. A read through the thread pool takes five
* times the processor time of the read itself, which counts for what is read every second.
*/
const isKernels = (file) => /^\/(sys\/fs\/cgroup|proc\/(meminfo|vmstat|pressure))(\/|$)/.test(file);
/** What is not there yet will lie where its nearest parent lies. */
function onNearest(start) {
	return async (error) => {
		if (!isMissing(error)) throw error;
		return fs$1.statfs(await nearestExisting(start));
	};
}
/** As the system says it, where we say no. */
function notOurs(code, why, folder) {
	return Object.assign(/* @__PURE__ */ new Error(`${code}: ${why}, open '${folder}'`), {
		code,
		path: folder
	});
}
async function writeWhole(file, content, mode) {
	await makeFolders(path.dirname(file));
	const draft = `${file}.${randomBytes(4).toString("hex")}.new`;
	try {
		await fs$1.writeFile(draft, content, {
			mode,
			flag: "wx"
		});
		await fs$1.rename(draft, file);
	} catch (error) {
		await fs$1.rm(draft, { force: true });
		throw error;
	}
}
/** The files of this machine. `temp` must exist already. */
function createFiles(where) {
	return {
		...where,
		async read(file) {
			try {
				return isKernels(file) ? readFileSync(file, "utf8") : await fs$1.readFile(file, "utf8");
			} catch (error) {
				if (isMissing(error)) return void 0;
				throw error;
			}
		},
		write: (file, text, mode = 384, encoding = "utf8") => writeWhole(file, Buffer.from(text, encoding), mode),
		remove: (file) => fs$1.rm(file, {
			recursive: true,
			force: true
		}),
		async list(folder) {
			try {
				return isKernels(folder) ? readdirSync(folder) : await fs$1.readdir(folder);
			} catch (error) {
				if (isMissing(error)) return [];
				throw error;
			}
		},
		async kind(file) {
			try {
				const found = await fs$1.stat(file);
				return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
			} catch {
				return;
			}
		},
		async head(file, bytes) {
			try {
				await using opened = await fs$1.open(file, O_RDONLY | O_NONBLOCK);
				const { buffer, bytesRead } = await opened.read(Buffer.alloc(bytes), 0, bytes, 0);
				return buffer.toString("latin1", 0, bytesRead);
			} catch {
				return;
			}
		},
		findPaths,
		async readOwn(file) {
			let opened;
			try {
				opened = await fs$1.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
				const found = await opened.stat();
				return found.isFile() && found.uid === process.getuid?.() && (found.mode & 18) === 0 ? await opened.readFile("utf8") : void 0;
			} catch {
				return;
			} finally {
				await opened?.close();
			}
		},
		async makePrivate(folder) {
			try {
				await makeFolders(folder, 448);
				const found = await fs$1.lstat(folder);
				if (!found.isDirectory() && !found.isSymbolicLink()) return notOurs("ENOTDIR", "not a folder", folder);
				if (!found.isDirectory() || found.uid !== process.getuid?.()) return notOurs("EACCES", "not a folder of this user", folder);
				if ((found.mode & 63) !== 0) await fs$1.chmod(folder, 448);
				await fs$1.access(folder, fs$1.constants.W_OK | fs$1.constants.X_OK);
				return;
			} catch (error) {
				return error;
			}
		},
		async temporary(prefix, note) {
			const folder = path.join(where.temp, `${prefix}-${randomBytes(8).toString("hex")}`);
			await note?.(folder);
			await fs$1.mkdir(folder, { mode: 448 });
			return folder;
		},
		async disk(start) {
			const existing = await nearestExisting(start);
			try {
				const [{ free, size }, { dev }] = await Promise.all([sizeOf(existing), fs$1.stat(existing)]);
				return {
					free,
					total: size,
					device: String(dev)
				};
			} catch {
				return;
			}
		},
		async free(start) {
			try {
				const { bavail, bsize, files, ffree } = await fs$1.statfs(start).catch(onNearest(start));
				return {
					bytes: bavail * bsize,
					...files > 0 && { inodes: ffree }
				};
			} catch {
				return;
			}
		},
		resolve: (file) => fs$1.realpath(file)
	};
}
// src/world/mask.ts
/** Values shorter than this are not masked: they would turn every log into stars and tell more than they hide. */
const SHORTEST = 4;
/**
* What the runner is told to hide of a value. It hides each line of it by itself, in all of the job and whatever its length: a key in JSON
* would hide every brace, and a job output that holds a hidden text is not handed on (github.com/actions/runner, AddMaskCommandExtension).
*/
function tellingLines(value) {
	const lines = value.split(/[\r\n]+/).map((line) => line.trim());
	return [...new Set(lines)].filter((line) => line.length >= SHORTEST);
}
function createMask() {
	let values = [];
	return {
		add(value) {
			const fresh = [value, ...value.split(/\r?\n/)].map((part) => part.trim()).filter((part) => part.length >= SHORTEST && !values.includes(part));
			values = [...values, ...fresh].sort((a, b) => b.length - a.length);
		},
		apply(text) {
			let masked = text;
			for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, "***");
			return masked;
		}
	};
}
// src/world/log-actions.ts
/** What the runner could take for a workflow command: `::name::` at a line's start, `##[name]` anywhere. */
const COMMAND_LIKE = /::|##\[/;
const PRINT = {
	error,
	warning,
	notice
};
/** The log of a workflow step. */
function createActionsLog() {
	const mask = createMask();
	const token = randomUUID();
	let open = false;
	const info$1 = (text) => {
		const masked = mask.apply(text);
		info(COMMAND_LIKE.test(masked) ? `::stop-commands::${token}\n${masked}\n::${token}::` : masked);
	};
	const close = () => {
		if (open) endGroup();
		open = false;
	};
	return {
		color: true,
		info: info$1,
		data: (lines) => info$1(lines.join("\n")),
		open(title) {
			close();
			startGroup(mask.apply(title));
			open = true;
		},
		close,
		warning: (text) => warning(mask.apply(text)),
		error: (text) => error(mask.apply(text)),
		annotate({ level, title, message, file, line }) {
			const place = {
				title: mask.apply(title),
				...file && { file },
				...file && line && { startLine: line }
			};
			PRINT[level](mask.apply(message), place);
		},
		status() {},
		secret(value) {
			mask.add(value);
			for (const line of tellingLines(value)) setSecret(line);
		},
		mask: mask.apply
	};
}
// src/world/log-terminal.ts
/** The log of the command line. Results belong to standard output, so everything here should go to standard error. */
function createTerminalLog(terminal) {
	const mask = createMask();
	let status = "";
	const paint = (format, text) => terminal.tty ? styleText(format, text, { validateStream: false }) : text;
	const clear = () => status === "" ? "" : "\r\x1B[2K";
	const print = (text) => terminal.write(`${clear()}${text}\n${status}`);
	return {
		color: terminal.tty,
		info: (text) => print(mask.apply(text)),
		data: (lines) => print(mask.apply(lines.map((line) => `  ${line}`).join("\n"))),
		open: (title) => print(paint("bold", mask.apply(title))),
		close() {},
		warning: (text) => print(`${paint("yellow", "warning:")} ${mask.apply(text)}`),
		error: (text) => print(`${paint("red", "error:")} ${mask.apply(text)}`),
		annotate() {},
		status(text) {
			if (!terminal.tty) return;
			const line = mask.apply(text).slice(0, Math.max(0, terminal.columns - 1));
			terminal.write(`${clear()}${line}`);
			status = line;
		},
		secret: mask.add,
		mask: mask.apply
	};
}
// src/world/reclaim-process.ts
/** The whole of a trash is unlinked in far less; a disk that is that slow goes on alone. */
const FINISH_MS = 12e4;
/** How to start the program: as root, when that is allowed, else as ourselves. */
const COMMANDS = (root) => {
	const own = [process.execPath, program()];
	return root ? [own] : [[
		"sudo",
		"-n",
		"--",
		...own
	], own];
};
/** Its bundle lies beside the entries, this code in one of them or in a chunk one folder below. */
function program() {
	const here = path.dirname(fileURLToPath(import.meta.url));
	const beside = path.join(here, "reclaim.js");
	return existsSync(beside) ? beside : path.join(path.dirname(here), "reclaim.js");
}
/** In a session of its own, so that no signal for us reaches it. */
function start(argv, request) {
	const [file = "", ...args] = argv;
	const child = spawn(file, args, {
		detached: true,
		cwd: "/",
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	child.stdin.on("error", () => {});
	child.stdin.write(`${JSON.stringify(request)}\n`);
	return child;
}
function hear(child, on) {
	let lines = 0;
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-2e3);
	});
	createInterface({ input: child.stdout }).on("line", (line) => {
		const message = parseLine(line);
		if (message === void 0) return;
		lines += 1;
		on(message);
	});
	return new Promise((resolve) => {
		child.on("error", (error) => resolve({
			lines,
			why: error.message
		}));
		child.on("close", (code, signal) => {
			const how = `${path.basename(child.spawnfile)} ended with ${code ?? signal}`;
			resolve({
				lines,
				why: code === 0 ? void 0 : `${how}: ${said.trim().slice(-300)}`
			});
		});
	});
}
/** Removes trees in a process of its own (`dist/reclaim.js`). Where sudo refuses, the same program runs with our own rights. */
function reclaim(request, on) {
	const problems = [];
	const enough = Promise.withResolvers();
	const done = Promise.withResolvers();
	const orders = [];
	let child;
	let started;
	let left = false;
	let unfinished = false;
	const take = (event) => {
		if (event.kind === "started") {
			started = event;
			for (const order of orders.splice(0)) send(order);
		}
		if (event.kind === "moved") unfinished = true;
		if (event.kind === "enough") enough.resolve({ free: event.free });
		if (event.kind === "end") {
			problems.splice(0, problems.length, ...event.problems);
			unfinished = event.left.length > 0;
			enough.resolve({
				free: event.free,
				why: "all that may be removed is gone"
			});
		}
		on(event);
	};
	const send = (order) => {
		if (left) return;
		if (started) child?.stdin.write(`${JSON.stringify(order)}\n`);
		else orders.push(order);
	};
	const run = async () => {
		let refusal;
		for (const argv of COMMANDS(process.getuid?.() === 0)) {
			child = start(argv, request);
			const { lines, why } = await hear(child, (said) => take(said));
			refusal ??= why;
			if (lines > 0 || left) break;
		}
		if (refusal !== void 0 && !left) problems.push(refusal);
		const never = started === void 0 && { neverRan: true };
		enough.resolve({
			free: [],
			why: refusal ?? "it ended before there was enough",
			...never
		});
		done.resolve({
			problems,
			unfinished
		});
	};
	run();
	return {
		enough: enough.promise,
		done: done.promise,
		get pid() {
			return started?.pid;
		},
		hurry: (until) => send({
			order: "hurry",
			...until && { until }
		}),
		finish: () => send({ order: "finish" }),
		leave() {
			left = true;
			for (const stream of [
				child?.stdin,
				child?.stdout,
				child?.stderr
			]) stream?.destroy();
			child?.unref();
			enough.resolve({
				free: [],
				why: "it was left"
			});
			done.resolve({
				problems,
				unfinished
			});
		}
	};
}
/** Unlinks what a run that is no more has left. Goes on alone when that takes too long. */
async function finishReclaim(request) {
	let refusal;
	for (const argv of COMMANDS(process.getuid?.() === 0)) {
		const child = start(argv, request);
		child.stdin.end();
		let answer;
		const heard = hear(child, (said) => {
			answer = said;
		});
		const late = Promise.withResolvers();
		const timer = setTimeout(() => late.resolve({
			lines: 1,
			why: `it takes longer than ${FINISH_MS / 1e3} s`
		}), FINISH_MS);
		const { lines, why } = await Promise.race([heard, late.promise]);
		clearTimeout(timer);
		if (answer) return answer;
		refusal ??= why;
		if (lines > 0) {
			for (const stream of [child.stdout, child.stderr]) stream.destroy();
			child.unref();
			break;
		}
	}
	return {
		ok: false,
		why: refusal ?? "it gave no answer"
	};
}
// src/world/shell.ts
function environment(base, extra) {
	const merged = {};
	for (const [name, value] of Object.entries({
		...base,
		...extra
	})) if (value !== void 0) merged[name] = value;
	return merged;
}
/** Runs a short program to its end with `@actions/exec` and keeps what it printed. */
async function runShort(command, env) {
	const started = Date.now();
	if (command.timeoutMs !== void 0 || command.enough) return runBounded(command, env);
	const [program = "", ...args] = command.argv;
	try {
		const { exitCode, stdout, stderr } = await getExecOutput(`"${program}"`, args, {
			silent: true,
			ignoreReturnCode: true,
			env: environment(env, command.env),
			...command.cwd !== void 0 && { cwd: command.cwd },
			...command.input !== void 0 && { input: Buffer.from(command.input) }
		});
		return {
			code: exitCode,
			stdout,
			stderr,
			ms: Date.now() - started
		};
	} catch (error) {
		return {
			code: null,
			error: String(error.message),
			stdout: "",
			stderr: "",
			ms: Date.now() - started
		};
	}
}
const GRACE_MS = 1e3;
/** `@actions/exec` cannot end a program, so one that may have to be ended goes the long way. */
async function runBounded(command, env) {
	const { timeoutMs, enough } = command;
	const out = [];
	const err = [];
	const child = runLong(command, env, {
		stdout: (line) => out.push(line),
		stderr: (line) => err.push(line)
	});
	const end = () => child.end(GRACE_MS);
	const timer = timeoutMs === void 0 ? void 0 : setTimeout(end, timeoutMs);
	enough?.addEventListener("abort", end);
	if (enough?.aborted) end();
	const result = await child.done;
	clearTimeout(timer);
	enough?.removeEventListener("abort", end);
	const why = result.code === 0 ? void 0 : whyEnded(command, result.ms);
	return {
		...result,
		...why !== void 0 && {
			code: null,
			error: why
		},
		stdout: out.join("\n"),
		stderr: err.join("\n")
	};
}
function whyEnded({ timeoutMs, enough }, ms) {
	if (timeoutMs !== void 0 && ms >= timeoutMs) return `no answer within ${timeoutMs / 1e3} s`;
	return enough?.aborted ? "nobody can answer any more" : void 0;
}
/** Splits a byte stream into lines; a line without an end is handed over at the end. */
function lineSplitter(on) {
	const decoder = new StringDecoder$1("utf8");
	let rest = "";
	const take = (text) => {
		const lines = text.split("\n");
		const last = lines.pop() ?? "";
		for (const line of lines) {
			const whole = rest + line;
			rest = "";
			on?.(whole);
			textCame(whole);
		}
		rest += last;
	};
	return {
		chunk: (bytes) => take(decoder.write(bytes)),
		end() {
			take(decoder.end());
			if (rest !== "") on?.(rest);
			rest = "";
		}
	};
}
/**
* Starts a long program in a process group of its own, so that it can be ended together with its children. The runner
* signals only us, never our children.
*/
function runLong(command, env, on) {
	const started = Date.now();
	const [program = "", ...args] = command.argv;
	const child = spawn(program, args, {
		detached: true,
		env: environment(env, command.env),
		cwd: command.cwd,
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		]
	});
	child.stdin.on("error", () => {});
	if (command.holdInput) child.once("exit", () => child.stdin.destroy());
	else child.stdin.end(command.input ?? "");
	const out = lineSplitter(on.stdout);
	const err = lineSplitter(on.stderr);
	child.stdout.on("data", out.chunk);
	child.stderr.on("data", err.chunk);
	let timer;
	let over = false;
	const signal = (name) => {
		try {
			if (child.pid !== void 0 && !over) process.kill(-child.pid, name);
		} catch {}
	};
	return {
		done: new Promise((resolve) => {
			const finish = (end) => {
				over = true;
				clearTimeout(timer);
				out.end();
				err.end();
				resolve({
					code: null,
					stdout: "",
					stderr: "",
					ms: Date.now() - started,
					...end
				});
			};
			child.on("error", (error) => finish({ error: error.message }));
			child.on("close", (code, name) => finish({
				code,
				...name && { signal: name }
			}));
		}),
		pid: child.pid,
		end(graceMs) {
			signal("SIGINT");
			if (!over) timer ??= setTimeout(() => signal("SIGKILL"), graceMs);
		}
	};
}
/** Ends a process group that an earlier run of ours left: interrupt, and kill it when it lives on for two seconds. */
async function endProcess(pid) {
	const signal = (name) => {
		try {
			return process.kill(-pid, name);
		} catch {
			return false;
		}
	};
	signal("SIGINT");
	for (let waited = 0; waited < 20 && signal(0); waited += 1) await new Promise((resolve) => setTimeout(resolve, 100));
	signal("SIGKILL");
}
// src/world/unpack.ts
/** Big chunks: with the default of 16 KiB most of the time goes into calls between threads. */
const CHUNK = { chunkSize: 1 << 18 };
/**
* Decompresses a stream with Node's own zlib. A piece is valid until the next one is asked for: its memory is then given
* back at once, because waiting for the garbage collector costs 70 MB.
*/
function unpack(stream, encoding) {
	return encoding === "none" ? stream : inflate(stream, encoding);
}
async function* inflate(stream, encoding) {
	const transform = encoding === "gzip" ? zlib.createGunzip(CHUNK) : zlib.createZstdDecompress(CHUNK);
	const fed = feed(stream, transform).catch((error) => void transform.destroy(error));
	for await (const piece of transform) {
		yield piece;
		release$1(piece);
	}
	await fed;
}
async function feed(stream, transform) {
	for await (const piece of stream) {
		await new Promise((resolve, reject) => {
			transform.write(piece, (error) => error ? reject(error) : resolve());
		});
		release$1(piece, 0);
	}
	transform.end();
}
/** Gives back the memory of a piece that ends its buffer: nothing else is in use there any more. */
function release$1({ buffer, byteOffset, byteLength }, start = byteOffset) {
	if (byteOffset === start && byteOffset + byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
// src/world/real-world.ts
/** The real world. The only place where the process's environment is read. */
async function createRealWorld(kind) {
	const env = process.env;
	const temp = await temporaryFolder(kind, env);
	const home = homeFolder(temp);
	const self = nameSelf();
	const endpoint = await findEndpoint(env, dockerFolder(env, home));
	const uid = process.getuid?.() ?? -1;
	const summary = env["GITHUB_STEP_SUMMARY"];
	return {
		env,
		machine: {
			os: process.platform,
			arch: process.arch,
			cpus: os.availableParallelism(),
			uid,
			pid: process.pid,
			process: self,
			get parent() {
				return nameParent();
			},
			node: process.versions.node
		},
		log: kind === "action" ? createActionsLog() : createTerminalLog(standardError()),
		engine: createEnginePort(endpoint),
		files: createFiles({
			temp,
			home,
			cwd: process.cwd()
		}),
		now: Date.now,
		monotonic: () => performance.now(),
		cancelled: cancelOnSignals(),
		run: (command) => runShort(command, env),
		stream: (command, on) => runLong(command, env, on),
		lives: (who) => lifeOf(who, self),
		endProcess,
		spareMemory,
		scanTrees: (request, sink) => (uid === 0 ? scanHere : scanElevated)(request, sink).finally(lookAtMemory),
		reclaim,
		finishReclaim,
		editCgroup: (edit) => uid === 0 ? editHere(edit) : askElevated({ cgroup: edit }, 2e4),
		editSwap: (edit) => uid === 0 ? editSwapHere(edit) : askElevated({ swap: edit }, SWAP_TIMEOUT_MS),
		async reserve(file, bytes) {
			const { reserveFile } = await import("./reserve-file.js");
			return reserveFile(file, bytes, (command) => runShort(command, env));
		},
		readKernelLog: () => readKernelLog(uid === 0),
		async readTree(folder, wanted, maxFileBytes, sink) {
			const { readSmallFiles } = await import("./small-files.js");
			return readSmallFiles(folder, wanted, maxFileBytes, sink);
		},
		unpack,
		saveState: kind === "action" ? saveState : () => {},
		setOutput: kind === "action" ? setOutput : () => {},
		async appendSummary(markdown) {
			if (kind !== "action" || !summary) return false;
			await appendFile(summary, markdown);
			return true;
		},
		async summaryBytes() {
			if (kind !== "action" || !summary) return 0;
			return stat(summary).then(({ size }) => size, () => 0);
		}
	};
}
/** Throws a {@link UserError} when nothing can be written there. */
async function temporaryFolder(kind, env) {
	const given = kind === "action" ? env["RUNNER_TEMP"] : void 0;
	const temp = path.resolve(given || os.tmpdir());
	try {
		await makeFolders(temp);
		accessSync(temp, constants.W_OK | constants.X_OK);
		return temp;
	} catch (error) {
		const { code, message } = error;
		throw new UserError("input", [{
			input: given ? "RUNNER_TEMP" : "TMPDIR",
			value: temp,
			message: `cannot be used for temporary files (${code ?? message})`,
			remedy: "name a folder that can be written"
		}]);
	}
}
/** Without HOME the system's list of users says it; a user who is not in it has none. */
function homeFolder(instead) {
	try {
		return os.homedir() || instead;
	} catch {
		return instead;
	}
}
function standardError() {
	const { stderr } = process;
	return {
		write: (text) => void stderr.write(text),
		tty: stderr.isTTY === true,
		columns: stderr.columns ?? 80
	};
}
async function scanHere(request, sink) {
	const { scanTreesHere } = await import("./tree-scan2.js");
	return scanTreesHere(request, sink);
}
async function editHere(edit) {
	const { editCgroup } = await import("./cgroup-edit2.js");
	return editCgroup(edit);
}
async function editSwapHere(edit) {
	const { editSwap } = await import("./swap-edit2.js");
	return editSwap(edit);
}
/** Zeros may have to be written, and what lies in swap read back. */
const SWAP_TIMEOUT_MS = 9e5;
/** The same code as root. Its answer is one line of JSON. */
async function askElevated(request, timeoutMs) {
	const { code, stdout, stderr, error } = await runShort({
		argv: [
			"sudo",
			"-n",
			"--",
			process.execPath,
			elevatedProgram()
		],
		input: JSON.stringify(request),
		timeoutMs
	}, process.env);
	try {
		if (code === 0) return JSON.parse(stdout);
	} catch {}
	return {
		ok: false,
		why: error ?? `sudo -n ended with ${code}: ${stderr.trim().slice(-300)}`
	};
}
/** `dmesg` of util-linux or busybox; the log may be closed to ordinary users (kernel.dmesg_restrict). */
async function readKernelLog(root) {
	const { code, stdout } = await runShort({
		argv: [...root ? [] : [
			"sudo",
			"-n",
			"--"
		], "dmesg"],
		timeoutMs: 5e3
	}, process.env);
	return code === 0 ? stdout : void 0;
}
/** Its bundle lies beside the entries, this code in one of them or in a chunk one folder below. */
function elevatedProgram() {
	const here = path.dirname(fileURLToPath(import.meta.url));
	const beside = path.join(here, "elevated.js");
	return existsSync(beside) ? beside : path.join(path.dirname(here), "elevated.js");
}
/** The same code as root: our own Node on one small file of ours, data in, data out. */
async function scanElevated(request, sink) {
	const { decodeRecords } = await import("./tree-scan2.js");
	const program = elevatedProgram();
	const child = spawn("sudo", [
		"-n",
		"--",
		process.execPath,
		program
	], { stdio: [
		"pipe",
		"pipe",
		"pipe"
	] });
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-2e3);
	});
	child.stdin.on("error", () => {});
	child.stdin.end(JSON.stringify(request));
	const ended = new Promise((resolve) => {
		child.on("error", (error) => resolve(`sudo cannot be started (${error.message})`));
		child.on("close", (code) => resolve(code === 0 ? void 0 : `sudo -n ended with ${code}: ${said.trim()}`));
	});
	const outcome = await decodeRecords(piecesOf(child.stdout), sink);
	const why = await ended;
	return why === void 0 ? outcome : {
		ok: false,
		why
	};
}
export { lastResort as n, createRealWorld as t };
