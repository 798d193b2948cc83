// In the place of the route on edge, which cacheComponents does not allow.
export { POST } from "../example/route";
