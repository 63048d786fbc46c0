export { t as lookAtPlace, n as lookAtUse, r as lookForComponents, i as lookForLinks, a as readWorkflows } from "./look.js";
