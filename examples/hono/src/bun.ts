import app from "./app.ts";

export default { fetch: app.fetch, hostname: "127.0.0.1", port: process.env.PORT ?? 3000 };
