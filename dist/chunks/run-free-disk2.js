export { t as freeDisk, n as readFreeDisk } from "./run-free-disk.js";
