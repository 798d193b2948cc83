// CodeMirror with JSON. In a shadow root, CodeMirror adds its styles without a <style> element, which a policy without
// 'unsafe-inline' would reject.
import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { type ChangeSet, EditorState, Transaction } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { JsonSyntaxError, parseJson } from "../json/parse.js";
import { HIDDEN, symbolOf } from "../visible-text.js";

export interface Editor {
  /** Replaces the part of the text that differs. The cursor keeps its position outside of that part. */
  show(text: string): void;
  focus(): void;
  destroy(): void;
}

const theme = EditorView.theme({
  "&": { fontSize: "0.8125rem", color: "var(--text)", backgroundColor: "var(--sunken)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "28rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", minHeight: "6rem" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection) !important" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-matchingBracket": { backgroundColor: "var(--hover)", outline: "1px solid var(--border)" },
  ".cm-hidden-character": { color: "var(--changed)", backgroundColor: "var(--changed-bg)", borderRadius: "3px" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--border)" },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-key)" },
  { tag: tags.string, color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-other)" },
]);

/** A hidden character, shown as the same symbol as in the rest of the page. */
class HiddenCharacter extends WidgetType {
  constructor(private readonly character: string) {
    super();
  }
  override eq(other: HiddenCharacter) {
    return other.character === this.character;
  }
  override toDOM() {
    const box = document.createElement("span");
    box.className = "cm-hidden-character";
    box.textContent = symbolOf(this.character);
    return box;
  }
}

const hidden = new MatchDecorator({
  regexp: HIDDEN,
  decoration: ([, character]) =>
    character === undefined || character === "\t"
      ? null
      : Decoration.replace({ widget: new HiddenCharacter(character) }),
});

const hiddenCharacters = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = hidden.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = hidden.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Uses the parser of the page, so that text without an error here can be applied. */
function errorsIn(text: string): Diagnostic[] {
  try {
    parseJson(text, { uniqueKeys: true });
    return [];
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const from = Math.min(error.offset, text.length);
    return [{ from, to: Math.min(from + 1, text.length), severity: "error", message: error.message }];
  }
}

/**
 * Groups changes into undo steps: consecutive typing in one line is one step. Typing elsewhere, a line break, or
 * deleting starts the next step.
 */
function groups() {
  let group = 0;
  let last: { kind: string; at: number } | undefined;
  return {
    of(changes: ChangeSet, event: string): string {
      let [from, to, count, inserted] = [0, 0, 0, ""];
      changes.iterChanges((fromA, toA, _fromB, _toB, text) => {
        [from, to, count, inserted] = [fromA, toA, count + 1, text.toString()];
      });
      const kind = to === from ? "insert" : inserted === "" ? "delete" : "replace";
      const isTyping =
        count === 1 &&
        /^(?:input\.type|delete\.(?:backward|forward))/.test(event) &&
        kind !== "replace" &&
        !inserted.includes("\n");
      const joins = isTyping && last?.kind === kind && (from === last.at || to === last.at);
      if (!joins) group += 1;
      last = isTyping ? { kind, at: from + inserted.length } : undefined;
      return `text ${group}`;
    },
    end() {
      last = undefined;
    },
  };
}

interface Options {
  label: string;
  text: string;
  /** Changes of the same group are one undo step. */
  onChange(text: string, group: string): void;
  onFormat(): void;
  onLeave(): void;
}

export function createEditor(place: HTMLElement, options: Options): Editor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  const group = groups();
  let isShowing = false;
  const view = new EditorView({
    root,
    parent: root as unknown as Element,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        foldGutter(),
        hiddenCharacters,
        EditorView.lineWrapping,
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        json(),
        linter((view) => errorsIn(view.state.doc.toString()), { delay: 300 }),
        syntaxHighlighting(colors),
        theme,
        // The page handles Mod-Enter (apply) and undo, because all edits share one undo history. Tab moves the focus to
        // the next control.
        keymap.of([
          {
            key: "Shift-Alt-f",
            run: () => {
              options.onFormat();
              return true;
            },
          },
          ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
          ...foldKeymap,
          ...lintKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": options.label }),
        EditorView.domEventHandlers({
          blur: () => {
            group.end();
            options.onLeave();
          },
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || isShowing) return;
          const event =
            update.transactions
              .find((one) => one.annotation(Transaction.userEvent))
              ?.annotation(Transaction.userEvent) ?? "";
          options.onChange(update.state.doc.toString(), group.of(update.changes, event));
        }),
      ],
    }),
  });
  return {
    show(text) {
      const now = view.state.doc.toString();
      if (text === now) return;
      const changes = difference(now, text);
      isShowing = true;
      view.dispatch({ changes, selection: { anchor: changes.from + changes.insert.length }, scrollIntoView: true });
      isShowing = false;
      group.end();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** The smallest single replacement that turns one text into the other. */
function difference(old: string, now: string) {
  let from = 0;
  while (from < old.length && from < now.length && old[from] === now[from]) from++;
  let end = 0;
  while (end < old.length - from && end < now.length - from && old[old.length - 1 - end] === now[now.length - 1 - end])
    end++;
  return { from, to: old.length - end, insert: now.slice(from, now.length - end) };
}
