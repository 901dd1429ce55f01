/** Programs in the format ELF, for machines of 64 bits that are little endian: the parts of it that a loader looks at. */

/** Bytes of the header of a segment, of a section, and of an entry in a table of symbols. */
export const sizes = { segment: 56, section: 64, symbol: 24 }

export const types = {
  /** Of files: a program at a fixed address. */
  executable: 2,
  /** Of segments: a part of the file that is mapped into memory, and the headers of segments themselves. */
  load: 1,
  segments: 6,
  /** Of sections: symbols that the loader looks at, and memory that is no part of the file. */
  dynamicSymbols: 11,
  noBits: 8
}

export interface Segment {
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly address: number
  readonly size: number
  readonly memorySize: number
  readonly alignment: number
}

export interface Section {
  readonly name: number
  readonly type: number
  readonly flags: bigint
  readonly address: number
  readonly offset: number
  readonly size: number
  readonly link: number
  readonly info: number
  readonly alignment: number
  readonly entrySize: number
}

/** Whether it is in memory while the program runs. */
export const isAllocated = ({ flags }: Section) => (flags & 2n) !== 0n

export function segmentsOf(program: Buffer): Segment[] {
  const at = Number(program.readBigUInt64LE(32))
  return Array.from({ length: program.readUInt16LE(56) }, (_, i) => {
    const from = at + i * sizes.segment
    const long = (place: number) => Number(program.readBigUInt64LE(from + place))
    return {
      type: program.readUInt32LE(from),
      flags: program.readUInt32LE(from + 4),
      offset: long(8),
      address: long(16),
      size: long(32),
      memorySize: long(40),
      alignment: long(48)
    }
  })
}

export function writeSegment(program: Buffer, at: number, segment: Segment): void {
  const { type, flags, offset, address, size, memorySize, alignment } = segment
  program.writeUInt32LE(type, at)
  program.writeUInt32LE(flags, at + 4)
  for (const [i, value] of [offset, address, address, size, memorySize, alignment].entries()) {
    program.writeBigUInt64LE(BigInt(value), at + 8 + 8 * i)
  }
}

export function sectionsOf(program: Buffer): Section[] {
  const at = Number(program.readBigUInt64LE(40))
  return Array.from({ length: program.readUInt16LE(60) }, (_, i) => {
    const from = at + i * sizes.section
    const long = (place: number) => Number(program.readBigUInt64LE(from + place))
    return {
      name: program.readUInt32LE(from),
      type: program.readUInt32LE(from + 4),
      flags: program.readBigUInt64LE(from + 8),
      address: long(16),
      offset: long(24),
      size: long(32),
      link: program.readUInt32LE(from + 40),
      info: program.readUInt32LE(from + 44),
      alignment: long(48),
      entrySize: long(56)
    }
  })
}

export function writeSection(program: Buffer, at: number, section: Section): void {
  const { name, type, flags, address, offset, size, link, info, alignment, entrySize } = section
  program.writeUInt32LE(name, at)
  program.writeUInt32LE(type, at + 4)
  program.writeBigUInt64LE(flags, at + 8)
  for (const [i, value] of [address, offset, size].entries()) program.writeBigUInt64LE(BigInt(value), at + 16 + 8 * i)
  program.writeUInt32LE(link, at + 40)
  program.writeUInt32LE(info, at + 44)
  program.writeBigUInt64LE(BigInt(alignment), at + 48)
  program.writeBigUInt64LE(BigInt(entrySize), at + 56)
}
