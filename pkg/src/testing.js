export { connectClients } from "./testing/connect-clients.js";
export { connectLocalBackend, localBackendFixture, localBackendForTest } from "./testing/fixtures.js";
export { localBackendHandler } from "./testing/msw-handler.js";
