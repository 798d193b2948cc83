import { changeMetadataCommand } from "../users/change-metadata.js";

export default changeMetadataCommand({
  command: "update",
  verb: "Merge this object into",
  action: "Update",
  summary: "Change keys of the metadata of a user or an organization",
  description: ["The objects are merged into the stored metadata: null removes a key, and other keys are kept."],
  examples: [
    `npx clerk-metadata update user_1 --public '{"plan":"pro"}'`,
    `npx clerk-metadata update org_2abc --private '{"seats":5}'`,
  ],
});
