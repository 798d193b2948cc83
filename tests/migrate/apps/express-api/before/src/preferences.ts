import { Router, type Request, type Response } from "express";
import { clerkClient, getAuth, requireAuth } from "@clerk/express";

export const preferences = Router();

preferences.put("/", requireAuth(), async (req: Request, res: Response) => {
  const { userId } = getAuth(req);
  if (!userId) return void res.status(401).end();
  const user = await clerkClient.users.updateUserMetadata(userId, {
    unsafeMetadata: { theme: req.body.theme },
  });
  res.json(user.unsafeMetadata);
});
