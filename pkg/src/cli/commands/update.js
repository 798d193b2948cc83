import { changeUserCommand } from "../users/change-user.js";

export default changeUserCommand({
  command: "update",
  operation: "updateUserMetadata",
  verb: "Merge this object into",
  action: "Update",
  summary: "Change keys of the metadata of a user",
  description: ["The objects are merged into the stored metadata: null removes a key, and other keys are kept."],
  examples: [
    `npx clerk-metadata update user_1 --public '{"plan":"pro"}'`,
    "npx clerk-metadata update user_1 --private @private.json",
  ],
});
