import { changeMetadataCommand } from "../users/change-metadata.js";

export default changeMetadataCommand({
  command: "replace",
  verb: "Store this object as",
  action: "Replace",
  summary: "Replace the metadata of a user or an organization",
  description: [
    "Each object replaces the stored one, so keys that it does not have are removed. {} clears it. Metadata without an option is kept. That of a membership cannot be replaced.",
  ],
  examples: [
    "npx clerk-metadata replace user_1 --public '{}'",
    "npx clerk-metadata replace 42 --external-id --unsafe '{}'",
  ],
});
