// The same route in the edge runtime.
export { POST } from "../example/route";

export const runtime = "edge";
