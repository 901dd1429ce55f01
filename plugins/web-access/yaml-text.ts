/** YAML whose scalars stay the text they are in the file, and the line of each value. */
import { type Document, isAlias, isMap, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml'

export interface YamlText {
  /** Maps, lists and texts. A key without a value, or with a null, has an empty text; an empty file is an empty map. */
  readonly value: unknown
  readonly fault?: { readonly line: number; readonly message: string }
  /** Counted from 1; the nearest line known for what is not there. */
  lineOf(path: readonly string[]): number
}

export function readYaml(text: string): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', merge: true, lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const lineOf = (path: readonly string[]) => lineAt(offsetOf(document, path))
  const [error] = document.errors
  // The parser's own message may quote the text, so only its code is shown.
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0])
    return { value: {}, fault: { line, message: `column ${col} is not valid YAML (${error.code})` }, lineOf }
  }
  emptyNulls(document)
  try {
    return { value: document.toJS() || {}, lineOf }
  } catch {
    return { value: {}, fault: { line: 1, message: 'the aliases cannot be resolved' }, lineOf }
  }
}

const nulls = new Set<unknown>(['~', 'null', 'Null', 'NULL'])

/** Only bare words are nulls: `"~"` is a text. A key stays what it is written as. */
function emptyNulls(document: Document): void {
  visit(document, {
    Pair(_, pair) {
      pair.value ??= document.createNode('')
    },
    Scalar(key, node) {
      const isNull = node.type === 'PLAIN' && node.tag === undefined && nulls.has(node.value)
      if (isNull && key !== 'key') node.value = ''
    }
  })
}

function offsetOf(document: Document, path: readonly string[]): number {
  let offset = 0
  let node = document.contents as Node | null
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === segment) as Pair<Node, Node | null> | undefined
      if (pair === undefined) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = (node.items[Number(segment)] as Node | undefined) ?? null
      offset = node?.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
