/** The names of members that are asked for, best in the order in which they usually come. */
export class Names {
  readonly texts: readonly string[]
  /** As they are usually written, with the colon right behind. */
  readonly bytes: readonly Uint8Array[]
  /** Index of the one that is likely next. */
  #next = 0

  constructor(...texts: string[]) {
    this.texts = texts
    this.bytes = texts.map((text) => Buffer.from(`${JSON.stringify(text)}:`))
  }

  /** Index of the name that starts there, written as usual; -1 for another text. */
  indexAt(bytes: Uint8Array, start: number): number {
    const count = this.bytes.length
    for (let tried = 0, i = this.#next; tried < count; tried++, i++) {
      if (i >= count) i = 0
      if (!isAt(bytes, start, this.bytes[i] as Uint8Array)) continue
      this.#next = i + 1
      return i
    }
    return -1
  }
}

function isAt(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  // From the end, where names differ the most.
  for (let i = name.length - 1; i > 0; i--) if (bytes[start + i] !== name[i]) return false
  return true
}
