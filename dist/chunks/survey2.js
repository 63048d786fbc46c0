export { t as survey } from "./survey.js";
