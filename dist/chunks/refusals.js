export { t as whyNothing } from "./refusals2.js";
