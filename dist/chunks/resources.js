export { t as stepResources } from "./resources2.js";
