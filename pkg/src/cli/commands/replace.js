import { changeUserCommand } from "../users/change-user.js";

export default changeUserCommand({
  command: "replace",
  operation: "replaceUserMetadata",
  verb: "Store this object as",
  action: "Replace",
  summary: "Replace the metadata of a user",
  description: [
    "Each object replaces the stored one, so keys that it does not have are removed. {} clears it. Metadata without an option is kept.",
  ],
  examples: [
    "npx clerk-metadata replace user_1 --public '{}'",
    "npx clerk-metadata replace 42 --external-id --unsafe '{}'",
  ],
});
