/** YAML as a plain value, and the line of each part of it. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit
} from 'yaml'

export interface YamlText {
  /**
   * Maps, lists and scalars. A key without a value, or with a null, has an empty text; an empty file is an empty map.
   */
  readonly value: unknown
  readonly fault?: { readonly line: number; readonly message: string }
  /** Counted from 1; the nearest line known for what is not there. */
  lineOf(path: readonly string[]): number
  /** A scalar as it is written, which tells `007` from `7`; undefined for what is no scalar. */
  sourceOf(path: readonly string[]): string | undefined
}

/** With `failsafe`, scalars stay the text they are in the file; with `core` there are numbers and booleans too, as in YAML 1.2. */
export function readYaml(text: string, schema: 'failsafe' | 'core' = 'failsafe'): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema, merge: true, lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const lineOf = (path: readonly string[]) => lineAt(placeOf(document, path).offset)
  const sourceOf = (path: readonly string[]) => {
    const { node } = placeOf(document, path)
    return isScalar(node) ? (node.source ?? String(node.value)) : undefined
  }
  const [error] = document.errors
  // The parser's own message may quote the text, so only its code is shown.
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0])
    return { value: {}, fault: { line, message: `column ${col} is not valid YAML (${error.code})` }, lineOf, sourceOf }
  }
  emptyNulls(document)
  try {
    return { value: document.toJS() || {}, lineOf, sourceOf }
  } catch {
    return { value: {}, fault: { line: 1, message: 'the aliases cannot be resolved' }, lineOf, sourceOf }
  }
}

const nulls = new Set<unknown>(['~', 'null', 'Null', 'NULL', null])

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

/** The node of a path, or nothing, and where it or the nearest of its parents begins. */
function placeOf(document: Document, path: readonly string[]): { offset: number; node: Node | undefined } {
  let offset = 0
  let node = document.contents as Node | null
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === segment) as Pair<Node, Node | null> | undefined
      if (pair === undefined) return { offset, node: undefined }
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = (node.items[Number(segment)] as Node | undefined) ?? null
      offset = node?.range?.[0] ?? offset
    } else return { offset, node: undefined }
  }
  if (isAlias(node)) node = node.resolve(document) ?? null
  return { offset, node: node ?? undefined }
}
