// Uses only the client, so its bundle must not contain the local Backend API.
import { createClerkClient } from "clerk-metadata";

const clerk = createClerkClient({ secretKey: "sk_test_packaging", apiUrl: process.env.API_URL });
clerk.users.getUser("user_1").then(({ id }) => console.log(JSON.stringify(id)));
