#!/usr/bin/env node
"use strict";

const { createClerkClient } = require("@clerk/backend");

// Runs once after a deployment.
const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });

async function main() {
  for (let offset = 0; ; offset += 100) {
    const { data } = await clerk.users.getUserList({ limit: 100, offset });
    if (data.length === 0) return;
    for (const { id } of data) await clerk.users.updateUserMetadata(id, { publicMetadata: { plan: "free" } });
  }
}

main();
