export { t as freeDisk } from "./run-free-disk.js";
