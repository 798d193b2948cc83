import * as backend from "@clerk/backend";

const options = { secretKey: process.env.CLERK_SECRET_KEY, apiUrl: process.env.CLERK_API_URL };
const clerk = backend.createClerkClient(options);

const { id } = await clerk.users.createUser({ emailAddress: ["ada@example.com"], skipPasswordRequirement: true });
const user = await clerk.users.updateUserMetadata(id, { privateMetadata: { createdBy: "job" } });
console.log(JSON.stringify({ id, privateMetadata: user.privateMetadata }));
