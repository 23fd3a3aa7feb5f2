/**
 * What CodeMirror's commands and completions ask of a language and of its syntax tree. Header text has
 * none here, and the parser framework behind these names would be a tenth of the editor, so build.mjs puts
 * this in the place of @codemirror/language and @lezer/common. A name that is missing fails the build.
 */
import { Facet, type EditorState } from '@codemirror/state';

const noNode = {
  from: 0, to: 0, name: '', parent: null, type: { prop: () => undefined },
  childBefore: () => null, childAfter: () => null,
};

export function syntaxTree(_state: EditorState) {
  return { resolveInner: () => noNode, resolveStack: () => ({ node: noNode, next: null }) };
}
export const NodeProp = { closedBy: null, openedBy: null };
export const matchBrackets = () => null;

export const indentUnit = Facet.define<string, string>({ combine: ([unit]) => unit ?? '  ' });
export const getIndentUnit = (state: EditorState) => state.facet(indentUnit).length;
export const indentString = (_state: EditorState, columns: number) => ' '.repeat(columns);
export const getIndentation = () => null;
export class IndentContext {
  lineIndent() {
    return 0;
  }
}
