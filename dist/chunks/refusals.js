export { t as printRefusal, n as whyNothing } from "./refusals2.js";
