// The limiter of a Durable Object.
export { load } from "./bulk-edge.js";
