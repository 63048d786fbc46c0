export { t as editCgroup } from "./cgroup-edit.js";
