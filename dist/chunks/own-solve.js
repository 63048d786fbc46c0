export { t as SHORT, n as ownWatch, r as whyFailed } from "./own-solve2.js";
