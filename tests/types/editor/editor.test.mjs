// What editors show while a call is written, compared with the official client: completions, hover, signature help, and
// the errors of misspelled names. Every case runs in each supported version of TypeScript.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { pack } from "../../packaging/pack.mjs";
import { createEditorProject, openEditor, VERSIONS } from "./editor.mjs";
import { figuresTable } from "./figures.mjs";

const OFFICIAL = "@clerk/backend";

const declarations = (optional) => `export {};
declare global {
  interface Address { city: string; zip: string }
  interface UserPublicMetadata {
    /** The plan that the user pays for. */
    plan${optional}: { name: "free" | "pro"; seats?: number };
    onboarded?: boolean;
    address?: Address;
  }
  interface UserPrivateMetadata { customerId${optional}: string }
  interface UserUnsafeMetadata { theme?: "light" | "dark" }
}
`;

const PROJECTS = {
  optional: { clerk: true, globals: declarations("?") },
  required: { clerk: true, globals: declarations("") },
  undeclared: { clerk: true, globals: "export {};\n" },
  withoutClerk: { clerk: false, globals: declarations("?") },
};

/** The names that completion must offer, in both calls, and with the official client too. */
const COMPLETIONS = [
  ["{ | }", ["privateMetadata", "publicMetadata", "unsafeMetadata"]],
  ["{ publicMetadata: { | } }", ["address", "onboarded", "plan"]],
  ["{ publicMetadata: { onboarded: true, | } }", ["address", "plan"]],
  ["{ publicMetadata: { plan: { | } } }", ["name", "seats"]],
  ["{ publicMetadata: { plan: { name: 'pro', | } } }", ["seats"]],
  ["{ publicMetadata: { plan: { name: '|' } } }", ["free", "pro"]],
  ["{ publicMetadata: { address: { | } } }", ["city", "zip"]],
  ["{ privateMetadata: { | } }", ["customerId"]],
  ["{ privateMetadata: { customerId: 'a' }, unsafeMetadata: { | } }", ["theme"]],
  ["{ unsafeMetadata: { theme: '|' } }", ["dark", "light"]],
];

/** A misspelled field of the parameters: the error is not longer than with the official client. */
const MISSPELLED_FIELDS = [
  "{ publicMetdata: { onboarded: true } }",
  "{ publicmetadata: {} }",
  "{ public_metadata: { onboarded: true } }",
  "{ metadata: {} }",
  "{ publicMetadata: { onboarded: true }, privatMetadata: {} }",
];

/** Other wrong arguments of `replaceUserMetadata`: the error is the same as with the official client. */
const WRONG_REPLACEMENTS = [
  "{ publicMetadata: { plan: { nme: 'pro' } } }",
  "{ publicMetadata: { plan: { name: 'por' } } }",
  "{ publicMetadata: { plan: { name: 'pro' }, onboarded: 'yes' } }",
  "{ publicMetadata: { plan: { name: 'pro' }, address: { ctiy: 'Paris', zip: '75001' } } }",
  "{ publicMetadata: { plan: { name: 'pro' }, address: { city: 'Paris' } } }",
];

/** Wrong arguments of `updateUserMetadata`. The types of a patch differ: every key is optional and accepts `null`. */
const WRONG_UPDATES = [
  [
    "{ publicMetadata: { address: { ctiy: 'Paris' } } }",
    /^Object literal may only specify known properties, (and|but) 'ctiy' does not exist in type 'Patch<Address>'\./,
  ],
  [
    "{ publicMetadata: { onboarded: 'yes' } }",
    /^Type 'string' is not assignable to type 'boolean \| null \| undefined'\.$/,
  ],
  [
    "{ publicMetadata: { count: 10n } }",
    /^Type 'bigint' is not assignable to type 'NotJson<"JSON has no bigint\. Convert it with Number\(\) or String\(\)\.">'\.$/,
  ],
];

const CALLS = ["updateUserMetadata", "replaceUserMetadata"];

/** Words that show that an editor displays the implementation of a type. */
const INTERNAL_TYPES = /Checked|NoInfer|IfCalled|CallResult|Known|Omit<|extends|\.\.\./;

/** TypeScript 5.4 displays `| undefined` for optional parameters too. */
const withoutUndefined = (text) => text.replaceAll(/(\w+\?: \w+) \| undefined/g, "$1");

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "clerk-metadata-editor-"));
  const { tarball } = pack(folder);
  for (const [name, project] of Object.entries(PROJECTS)) createEditorProject(join(folder, name), tarball, project);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs tests in an editor that has a project open. */
function describeEditor(version, project, tests) {
  describe(`TypeScript ${version}, ${project}`, () => {
    let editor;
    before(async () => {
      editor = await openEditor(version, join(folder, project));
    });
    after(() => editor?.stop());
    tests(() => editor);
  });
}

for (const version of Object.keys(VERSIONS)) {
  for (const project of ["optional", "required", "withoutClerk"]) {
    describeEditor(version, project, (editor) => {
      for (const call of CALLS) {
        for (const [params, expected] of COMPLETIONS) {
          it(`completes ${call} ${params}`, async () => {
            const code = `clerk.users.${call}("user_1", ${params});`;
            assert.deepEqual((await editor().completions(code)).sort(), expected);
            if (PROJECTS[project].clerk)
              assert.deepEqual((await editor().completions(code, OFFICIAL)).sort(), expected);
          });
        }
      }

      it("completes the standalone updateUserMetadata", async () => {
        const names = await editor().completions('updateUserMetadata("user_1", { publicMetadata: { plan: { | } } });');
        assert.deepEqual(names.sort(), ["name", "seats"]);
      });

      it("completes the metadata of a user", async () => {
        const names = await editor().completions('(await clerk.users.getUser("user_1")).publicMetadata.|');
        assert.deepEqual(names.sort(), ["address", "onboarded", "plan"]);
      });
    });
  }

  describeEditor(version, "optional", (editor) => {
    for (const call of CALLS) {
      for (const params of MISSPELLED_FIELDS) {
        it(`reports ${call} ${params} with no more characters than the official client`, async () => {
          const code = `clerk.users.${call}("user_1", ${params});`;
          const [ours, official] = [await editor().errors(code), await editor().errors(code, OFFICIAL)];
          assert.equal(ours.length, 1);
          assert.equal(official.length, 1);
          assert.ok(ours[0].length <= official[0].length, `${ours[0]}\n${official[0]}`);
          assert.equal(ours[0].replace(/'UserMetadata(Patch)?'/, "'UserMetadataParams'"), official[0]);
        });
      }
    }

    for (const params of WRONG_REPLACEMENTS) {
      it(`reports replaceUserMetadata ${params} as the official client does`, async () => {
        const code = `clerk.users.replaceUserMetadata("user_1", ${params});`;
        const errors = await editor().errors(code);
        assert.equal(errors.length, 1);
        assert.deepEqual(errors, await editor().errors(code, OFFICIAL));
      });
    }

    for (const [params, expected] of WRONG_UPDATES) {
      it(`reports updateUserMetadata ${params}`, async () => {
        const errors = await editor().errors(`clerk.users.updateUserMetadata("user_1", ${params});`);
        assert.equal(errors.length, 1);
        assert.match(errors[0], expected);
      });
    }

    it("names the type of the fields when hovering a call", async () => {
      const update = await editor().hover(
        'clerk.users.update|UserMetadata("user_1", { publicMetadata: { onboarded: true } });',
      );
      assert.match(
        withoutUndefined(update),
        /\(userId: string, params: UserMetadataPatch, options\?: CallOptions\): ClerkPromise<User>/,
      );
      assert.match(update, /Merges metadata into the stored metadata of a user/);
      assert.doesNotMatch(update, INTERNAL_TYPES);
      const replace = await editor().hover(
        'clerk.users.replace|UserMetadata("user_1", { publicMetadata: { onboarded: true } });',
      );
      assert.match(
        withoutUndefined(replace),
        /\(userId: string, params: UserMetadata, options\?: CallOptions\): ClerkPromise<User>/,
      );
      assert.match(replace, /Replaces the stored metadata of a user/);
      assert.doesNotMatch(replace, INTERNAL_TYPES);
    });

    it("names and documents the type when hovering a field", async () => {
      const update = await editor().hover(
        'clerk.users.updateUserMetadata("user_1", { public|Metadata: { plan: null } });',
      );
      assert.ok(
        update.startsWith("(property) UserMetadataPatch.publicMetadata?: Patch<UserPublicMetadata> | undefined"),
        update,
      );
      assert.match(update, /Read by the frontend and the backend, set by the backend\. Merged into the stored value/);
      const replace = await editor().hover('clerk.users.replaceUserMetadata("user_1", { private|Metadata: {} });');
      assert.ok(
        replace.startsWith("(property) UserMetadata.privateMetadata?: UserPrivateMetadata | undefined"),
        replace,
      );
      assert.match(replace, /Read and set by the backend\. Replaces the stored value/);
    });

    it("documents a declared key when hovering it", async () => {
      const replace = await editor().hover(
        'clerk.users.replaceUserMetadata("user_1", { publicMetadata: { pl|an: { name: "pro" } } });',
      );
      assert.match(replace, /^\(property\) UserPublicMetadata\.plan\?: \{/);
      assert.match(replace, /The plan that the user pays for\./);
      const update = await editor().hover(
        'clerk.users.updateUserMetadata("user_1", { publicMetadata: { pl|an: { name: "pro" } } });',
      );
      assert.match(update, /^\(property\) plan\?: Patch<\{/);
      // TypeScript 7.0 shows no documentation of the keys of any mapped type, such as Partial<T>.
      if (version !== "7.0") assert.match(update, /The plan that the user pays for\./);
    });
  });

  for (const project of ["optional", "withoutClerk"]) {
    describeEditor(version, project, (editor) => {
      it("names the type of a user", async () => {
        for (const call of ['getUser("user_1")', 'updateUserMetadata("user_1", { publicMetadata: {} })'])
          assert.match(await editor().hover(`const us|er = await clerk.users.${call};`), /^const user: User\s*$/);
        const promise = await editor().hover('const prom|ise = clerk.users.getUser("user_1");');
        assert.match(promise, /^const promise: ClerkPromise<User>\s*$/);
      });

      const FUNCTIONS = [
        [
          "clerk.users.updateUserMetadata(|)",
          "updateUserMetadata(userId: string, params: UserMetadataPatch, options?: CallOptions): ClerkPromise<User>",
        ],
        [
          'clerk.users.replaceUserMetadata("user_1", |)',
          "replaceUserMetadata(userId: string, params: UserMetadata, options?: CallOptions): ClerkPromise<User>",
        ],
        ["clerk.users.getUser(|)", "getUser(userId: string, options?: CallOptions): ClerkPromise<User>"],
        [
          "clerk.users.getUserList(|)",
          "getUserList(params?: UserListParams, options?: CallOptions): ClerkPromise<UserList>",
        ],
        ["clerk.users.getCount(|)", "getCount(params?: UserListParams, options?: CallOptions): ClerkPromise<number>"],
        [
          "updateUserMetadata(|)",
          "updateUserMetadata(userId: string, params: UserMetadataPatch, options?: CallOptions): ClerkPromise<User>",
        ],
        ["createClerkClient(|)", "createClerkClient(options?: ClerkClientOptions): ClerkClient"],
        [
          "import { clerkClient } from 'clerk-metadata/nextjs'; clerkClient(|)",
          "clerkClient(options?: ClerkClientOptions): Promise<ClerkClient>",
        ],
        [
          "import { clerkClient } from 'clerk-metadata/astro'; clerkClient(|)",
          "clerkClient(context: AstroContext, options?: ClerkClientOptions): ClerkClient",
        ],
        [
          "import { clerkClient } from 'clerk-metadata/cloudflare'; clerkClient(|)",
          "clerkClient(env: CloudflareEnvironment, options?: ClerkClientOptions): ClerkClient",
        ],
        [
          "import { clerkClient } from 'clerk-metadata/react-router'; clerkClient(|)",
          "clerkClient(args: ReactRouterArgs, options?: ClerkClientOptions): ClerkClient",
        ],
        [
          "import { clerkClient } from 'clerk-metadata/tanstack-react-start'; clerkClient(|)",
          "clerkClient(options?: ClerkClientOptions): ClerkClient",
        ],
      ];
      for (const [code, label] of FUNCTIONS) {
        it(`documents every parameter of ${code}`, async () => {
          const signatures = await editor().signatures(code);
          assert.deepEqual(
            signatures.map((signature) => withoutUndefined(signature.label)),
            [label],
          );
          const [{ documentation, parameters }] = signatures;
          assert.match(documentation, /\w/);
          for (const parameter of parameters) assert.match(parameter.documentation, /\w/, parameter.label);
        });
      }
    });
  }

  describeEditor(version, "undeclared", (editor) => {
    it("offers the fields, and global names inside a field, like the official client", async () => {
      for (const call of CALLS) {
        const fields = await editor().completions(`clerk.users.${call}("user_1", { | });`);
        assert.deepEqual(fields.sort(), ["privateMetadata", "publicMetadata", "unsafeMetadata"]);
        // TypeScript does this for every optional object that declares no key. No type can prevent it.
        const code = `clerk.users.${call}("user_1", { publicMetadata: { | } });`;
        for (const client of ["clerk-metadata", OFFICIAL])
          assert.ok((await editor().completions(code, client)).includes("globalThis"), client);
      }
    });
  });
}

describe("MAINTENANCE.md", () => {
  it("contains the measured figures", async () => {
    const editor = await openEditor("7.0", join(folder, "optional"));
    try {
      const page = readFileSync(fileURLToPath(new URL("../../../MAINTENANCE.md", import.meta.url)), "utf8");
      const table = await figuresTable(editor);
      assert.ok(page.includes(table), `MAINTENANCE.md must contain this table:\n${table}`);
    } finally {
      await editor.stop();
    }
  });
});
