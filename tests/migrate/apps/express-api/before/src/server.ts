import express from "express";
import { clerkClient, clerkMiddleware } from "@clerk/express";
import { preferences } from "./preferences.js";
import { members } from "./members.js";

const app = express();
app.use(clerkMiddleware({ clerkClient }));
app.use(express.json());
app.use("/preferences", preferences);
app.use("/members", members);
app.listen(Number(process.env.PORT ?? 3000));
