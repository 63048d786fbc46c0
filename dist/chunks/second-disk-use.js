export { t as leaveSecondDisk } from "./second-disk-use2.js";
