export { r as decodeRecords, t as scanTreesHere } from "./tree-scan.js";
