// The table of MAINTENANCE.md: what an editor shows with this package and with the official client.

const ROWS = [
  ["names offered", "updateUserMetadata", "{ publicMetadata: { | } }"],
  ["names offered", "updateUserMetadata", "{ publicMetadata: { plan: { | } } }"],
  ["names offered", "replaceUserMetadata", "{ publicMetadata: { | } }"],
  ["characters of the error", "updateUserMetadata", "{ publicMetdata: {} }"],
  ["characters of the error", "replaceUserMetadata", "{ publicMetdata: {} }"],
  ["characters of the error", "updateUserMetadata", "{ publicMetadata: { address: { ctiy: 'Paris' } } }"],
  ["characters of the error", "replaceUserMetadata", "{ publicMetadata: { address: { ctiy: 'Paris' } } }"],
  ["characters of the error", "updateUserMetadata", "{ publicMetadata: { count: 10n } }"],
];

/** Returns the table as Markdown, for an editor that has the project `optional` open. */
export async function figuresTable(editor) {
  const measure = async (figure, call, params, client) => {
    const code = `clerk.users.${call}("user_1", ${params});`;
    if (figure === "names offered") return (await editor.completions(code, client)).length;
    const errors = await editor.errors(code, client);
    return errors.length === 0 ? "no error" : errors.join("\n").length;
  };
  const lines = ["| what | code | clerk-metadata | @clerk/backend |", "|---|---|---|---|"];
  for (const [figure, call, params] of ROWS) {
    const [ours, official] = [
      await measure(figure, call, params, "clerk-metadata"),
      await measure(figure, call, params, "@clerk/backend"),
    ];
    lines.push(`| ${figure} | \`${call}(id, ${params.replace("|", "\\|")})\` | ${ours} | ${official} |`);
  }
  return lines.join("\n");
}
