import { clerkMiddleware, getAuth } from "@clerk/express";
import { clerkClient } from "clerk-metadata/express";
import express from "express";

const app = express();
app.use(clerkMiddleware());

app.post("/updateBirthday", async (req, res) => {
  const { userId } = getAuth(req);
  if (!userId) {
    res.status(401).json({ error: "signed out" });
    return;
  }

  await clerkClient.users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });
  res.status(200).json({ success: true });
});

const { HOST = "127.0.0.1", PORT = "3000" } = process.env;
app.listen(Number(PORT), HOST, (error) => {
  if (error) throw error; // for example, the port is in use
  console.log(`http://${HOST}:${PORT}`);
});
