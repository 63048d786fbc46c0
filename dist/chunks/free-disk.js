export { t as readFreeDisk } from "./free-disk2.js";
