/**
 * The sample lines of a family with very many of them, compressed. It is kept from one refresh to the next: most lines
 * are the same again, or differ in the number at their end, so of most of the text nothing has to be made anew. Text that
 * did not change at the last refresh is kept compressed alone.
 */

import type { Labels } from '../contract/provider.ts'
import { ByteWriter } from './byte-writer.ts'
import { type Deflated, deflateNow, inflateNow, joinDeflated } from './gzip-join.ts'
import { createLineStart } from './label-text.ts'

/** Lines that are compressed together: fewer would be the same again more often, but compress less well. */
const usualLines = 1024
const newline = 0x0a

/** Of all families, as they are written one after the other. */
const writer = new ByteWriter(0)

interface Chunk {
  readonly labels: readonly Labels[]
  readonly values: Float64Array
  /** Where the value of each line starts in `text`. */
  readonly valueStarts: Uint32Array
  /** Undefined where it was the same again: it is in `deflated`. */
  text: Buffer<ArrayBuffer> | undefined
  deflated: Deflated
}

export class FamilyText {
  readonly #startOf: (labels: Labels) => string
  readonly #usualLines: number
  #chunks: readonly Chunk[] = []

  /** `common` are labels that all lines have. */
  constructor(name: string, common: Labels = {}, linesOfChunk = usualLines) {
    const startOf = createLineStart(common)
    this.#startOf = (labels) => startOf(name, labels)
    this.#usualLines = linesOfChunk
  }

  /** The lines of these samples. Lines are known again by the objects that are their labels. */
  update(labels: readonly Labels[], values: Float64Array): Deflated {
    // What an exception has left half-way.
    writer.take()
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
    const writeKnown = old === undefined ? () => false : createLines(old)
    for (let from = start; from < end; ) {
      const rest = end - from
      const next = rest < 2 * this.#usualLines ? end : from + this.#usualLines
      const own = labels.slice(from, next)
      const numbers = values.slice(from, next)
      const valueStarts = new Uint32Array(own.length)
      for (let i = 0; i < own.length; i++) {
        const each = own[i] as Labels
        if (!writeKnown(each)) writer.text(this.#startOf(each))
        valueStarts[i] = writer.length
        writer.number(numbers[i] as number)
        writer.byte(newline)
      }
      const text = copyOf(writer.take())
      chunks.push({ labels: own, values: numbers, valueStarts, text, deflated: deflateNow(text) })
      from = next
    }
    return end
  }

  /** Writes the numbers that have changed, and all else as it was. */
  #renew(chunk: Chunk, values: Float64Array, from: number): void {
    const { values: before, valueStarts } = chunk
    if (isSameNumbers(before, values, from)) {
      chunk.text = undefined
      return
    }
    const text = textOf(chunk)
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
    writer.copy(text, copied, text.length)
    chunk.text = copyOf(writer.take(), text)
    chunk.deflated = deflateNow(chunk.text)
  }
}

/** Writes lines of a chunk again, up to the value; false for a line that is not in it. */
function createLines(chunk: Chunk): (wanted: Labels) => boolean {
  const { valueStarts } = chunk
  const places = new Map(chunk.labels.map((labels, i) => [labels, i]))
  let text: Buffer | undefined
  return (wanted) => {
    const place = places.get(wanted)
    if (place === undefined) return false
    text ??= textOf(chunk)
    const start = place === 0 ? 0 : text.indexOf(newline, valueStarts[place - 1]) + 1
    writer.copy(text, start, valueStarts[place] as number)
    return true
  }
}

function textOf({ text, deflated }: Chunk): Buffer<ArrayBuffer> {
  return text ?? inflateNow(deflated)
}

function isSameNumbers(some: Float64Array, all: Float64Array, from: number): boolean {
  for (let i = 0; i < some.length; i++) if (some[i] !== all[from + i]) return false
  return true
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

/** In the memory of what it takes the place of, where it fits in. */
function copyOf(bytes: Uint8Array, before?: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const fits = before !== undefined && bytes.length <= before.buffer.byteLength
  const room = fits ? Buffer.from(before.buffer) : Buffer.allocUnsafeSlow(bytes.length)
  room.set(bytes)
  return room.subarray(0, bytes.length)
}
