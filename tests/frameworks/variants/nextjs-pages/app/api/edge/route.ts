// Replaces the example's route in the edge runtime, which cacheComponents does not allow.
export { POST } from "../example/route";
