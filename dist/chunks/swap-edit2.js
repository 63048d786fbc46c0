export { t as editSwap } from "./swap-edit.js";
