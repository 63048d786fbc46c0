export { t as deliverFromEngine } from "./deliver-engine.js";
