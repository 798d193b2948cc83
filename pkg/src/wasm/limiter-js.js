export { load } from "./limiter-inline.js";
