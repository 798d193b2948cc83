import { Hono } from "hono";
import { respond } from "./edge-app.mjs";

export default new Hono().get("/", async (context) => context.json(await respond(context.req.raw)));
