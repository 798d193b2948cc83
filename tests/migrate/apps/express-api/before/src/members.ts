import { Router, type Request, type Response } from "express";
import { clerkClient, getAuth } from "@clerk/express";

export const members = Router();

members.get("/me", async (req: Request, res: Response) => {
  const { userId } = getAuth(req);
  res.json(userId ? await clerkClient.users.getUser(userId) : null);
});

members.post("/:id/suspend", async (req: Request<{ id: string }>, res: Response) => {
  await clerkClient.users.banUser(req.params.id);
  await clerkClient.users.updateUserMetadata(req.params.id, { privateMetadata: { suspendedAt: Date.now() } });
  res.status(204).end();
});

members.get("/", async (_req: Request, res: Response) => {
  const { data, totalCount } = await clerkClient.users.getUserList({ limit: 20 });
  res.json({ ids: data.map((user: { id: string }) => user.id), totalCount });
});
