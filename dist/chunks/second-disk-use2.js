export { t as leaveSecondDisk } from "./second-disk-use.js";
