export { t as dropTlsContext } from "./tls-context2.js";
