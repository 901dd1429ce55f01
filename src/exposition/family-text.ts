/**
 * The sample lines of a family with very many of them, compressed. It is kept from one refresh to the next: most lines
 * are the same again, or differ in the number at their end, so of most of the text nothing has to be made anew.
 */

import type { Labels } from '../contract/provider.ts'
import type { SampleColumns } from '../contract/sample-columns.ts'
import { ByteWriter } from './byte-writer.ts'
import { type Deflated, deflateNow, joinDeflated } from './gzip-join.ts'
import { labelText, startOf } from './label-bytes.ts'

/** Lines that are compressed together: fewer would be the same again more often, but compress less well. */
const usualLines = 1024
const usualLine = 128
const newline = 0x0a

interface Chunk {
  readonly labels: readonly Labels[]
  readonly values: Float64Array
  /** Where the value of each line starts in `text`. */
  readonly valueStarts: Uint32Array
  text: Buffer<ArrayBuffer>
  deflated: Deflated
}

export class FamilyText {
  /** Name and common labels: what every line begins with. */
  readonly #start: string
  readonly #hasCommon: boolean
  readonly #usualLines: number
  readonly #writer: ByteWriter
  #chunks: readonly Chunk[] = []

  /** `common` is the text of the labels that all lines have. */
  constructor(name: string, common = '', linesOfChunk = usualLines) {
    this.#start = name + startOf(common)
    this.#hasCommon = common !== ''
    this.#usualLines = linesOfChunk
    this.#writer = new ByteWriter(linesOfChunk * usualLine)
  }

  /** The lines of these samples. Lines are known again by the objects that are their labels. */
  update({ labels, values: numbers }: SampleColumns): Deflated {
    const values = numbers.all()
    const chunks: Chunk[] = []
    const old = this.#chunks
    let at = 0
    for (let i = 0; i < old.length && at < labels.length; i++) {
      const chunk = old[i] as Chunk
      // What is added at the end goes into the last chunk, else there would be more and more small ones.
      const isGrowing = i === old.length - 1 && at + chunk.labels.length < labels.length
      if (!isGrowing && isSame(chunk.labels, labels, at)) {
        this.#renew(chunk, values, at)
        chunks.push(chunk)
        at += chunk.labels.length
        continue
      }
      // Up to where the next one begins, so that lines which come or go leave the other chunks as they are.
      const end = endOf(chunk, old[i + 1], labels, at)
      at = this.#make(labels, values, at, end, chunks, chunk)
    }
    this.#make(labels, values, at, labels.length, chunks)
    this.#chunks = chunks
    return joinDeflated(chunks.map(({ deflated }) => deflated))
  }

  /** Adds chunks for the samples from `start` to `end`, which it returns. Some of them may be in `old`. */
  #make(
    labels: readonly Labels[],
    values: Float64Array,
    start: number,
    end: number,
    chunks: Chunk[],
    old?: Chunk
  ): number {
    const writer = this.#writer
    const writeKnown = old === undefined ? () => false : createLines(old, writer)
    for (let from = start; from < end; ) {
      const rest = end - from
      const next = rest < 2 * this.#usualLines ? end : from + this.#usualLines
      const own = labels.slice(from, next)
      const numbers = values.slice(from, next)
      const valueStarts = new Uint32Array(own.length)
      for (let i = 0; i < own.length; i++) {
        const each = own[i] as Labels
        // The bytes of labels are not kept with them, as they are in the text, which is kept.
        if (!writeKnown(each)) writer.text(`${this.#start}${this.#rest(labelText(each))} `)
        valueStarts[i] = writer.length
        writer.number(numbers[i] as number)
        writer.byte(newline)
      }
      const text = writer.exchange(Buffer.allocUnsafeSlow(this.#usualLines * usualLine))
      chunks.push({ labels: own, values: numbers, valueStarts, text, deflated: deflateNow(text) })
      from = next
    }
    return end
  }

  #rest(labels: string): string {
    if (!this.#hasCommon) return labels
    return labels === '' ? '}' : `,${labels.slice(1)}`
  }

  /** Writes the numbers that have changed, and all else as it was. */
  #renew(chunk: Chunk, values: Float64Array, from: number): void {
    const { values: before, valueStarts, text } = chunk
    const writer = this.#writer
    let copied = 0
    for (let i = 0; i < before.length; i++) {
      const start = valueStarts[i] as number
      valueStarts[i] = start + writer.length - copied
      const value = values[from + i] as number
      if (value === before[i]) continue
      writer.copy(text, copied, start)
      writer.number(value)
      before[i] = value
      copied = text.indexOf(newline, start)
    }
    if (copied === 0) return
    writer.copy(text, copied, text.length)
    chunk.text = writer.exchange(wholeOf(text))
    chunk.deflated = deflateNow(chunk.text)
  }
}

/** Writes lines of a chunk again, up to the value; false for a line that is not in it. */
function createLines({ labels, valueStarts, text }: Chunk, writer: ByteWriter): (wanted: Labels) => boolean {
  let next = 0
  return (wanted) => {
    const found = labels[next] === wanted ? next : labels.indexOf(wanted, next)
    if (found < 0) return false
    const start = found === 0 ? 0 : text.indexOf(newline, valueStarts[found - 1]) + 1
    writer.copy(text, start, valueStarts[found] as number)
    next = found + 1
    return true
  }
}

function isSame(some: readonly Labels[], all: readonly Labels[], from: number): boolean {
  if (from + some.length > all.length) return false
  for (let i = 0; i < some.length; i++) if (some[i] !== all[from + i]) return false
  return true
}

/** Where what follows a chunk begins among all labels: the next chunk, if it is somewhere near. */
function endOf(chunk: Chunk, next: Chunk | undefined, all: readonly Labels[], from: number): number {
  if (next === undefined) return all.length
  const usual = chunk.labels.length
  const last = Math.min(all.length, from + 2 * usual)
  for (let i = from; i < last; i++) if (all[i] === next.labels[0]) return i
  return Math.min(all.length, from + usual)
}

function wholeOf({ buffer }: Uint8Array<ArrayBuffer>): Buffer<ArrayBuffer> {
  return Buffer.from(buffer)
}
