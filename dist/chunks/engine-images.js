export { t as pruneBuildCache, r as removeImages } from "./engine-images2.js";
