import { respond } from "./edge-app.mjs";

export default { fetch: async (request) => Response.json(await respond(request)) };
