// Shows text of users without invisible characters and without characters that reorder the text around them. A name
// such as "admin\u202Egnp.exe" would otherwise be shown in another order than it is stored in.

/** Scripts in which a zero-width joiner or non-joiner between two letters is ordinary writing. */
const JOINING = [
  "Arab",
  "Syrc",
  "Mong",
  "Deva",
  "Beng",
  "Guru",
  "Gujr",
  "Orya",
  "Taml",
  "Telu",
  "Knda",
  "Mlym",
  "Sinh",
  "Mymr",
  "Khmr",
];

/** Ordinary text that contains such a character matches first; only the last group matches hidden characters. */
export const HIDDEN = new RegExp(
  [
    String.raw`\p{RGI_Emoji}`,
    // One variation selector: more of them can carry a hidden text.
    String.raw`(?<=[\p{L}\p{N}\p{P}\p{S}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=[${JOINING.map((script) => `\\p{scx=${script}}`).join("")}])[\u200c\u200d](?=\p{L})`,
    String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
    String.raw`([\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb])`,
  ].join("|"),
  "gv",
);

/** Printable ASCII, which is almost all text, has no hidden characters. */
const ASCII = /^[ -~]*$/;

const ESCAPES: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** `⟨U+202E⟩`, and `⟨\n⟩` for line breaks and tabs. */
export const symbolOf = (character: string): string =>
  `⟨${ESCAPES[character] ?? `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`}⟩`;

/** Splits text at hidden characters. Every second part is the replacement of a hidden character. */
export function partsOf(text: string, replace: (character: string) => string = symbolOf): string[] {
  if (ASCII.test(text)) return [text];
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match[1] === undefined) continue;
    parts.push(text.slice(from, match.index), replace(match[1]));
    from = match.index + match[1].length;
  }
  return [...parts, text.slice(from)];
}

/** The text with a symbol such as `⟨U+202E⟩` in place of each hidden character. */
export const visibleText = (text: string): string => partsOf(text).join("");

/** The same as an element: the symbols are styled, and the direction of the text ends with the element. */
export function VisibleText({ text }: { text: string }) {
  return (
    <bdi>
      {partsOf(text).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <span
            key={index}
            class="hidden-character"
            title="A character that is invisible or changes the direction of text"
          >
            {part}
          </span>
        ),
      )}
    </bdi>
  );
}
