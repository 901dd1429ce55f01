/**
 * The program of Node.js without what a service never uses: symbols for debuggers, and most of what ICU knows about
 * languages other than English, as in a Node.js that is built `--with-intl=small-icu`. All that is left keeps its address.
 */
import {
  isAllocated,
  type Section,
  type Segment,
  sectionsOf,
  segmentsOf,
  sizes,
  types,
  writeSection,
  writeSegment
} from './elf.ts'
import { smallerIcuData } from './icu-data.ts'

/** The bytes from `start` to `end` of the file are left out. */
interface Gap {
  readonly start: number
  readonly end: number
}

/** The same program in fewer bytes. Throws where it is not laid out as known. */
export function smallerNode(program: Buffer): Buffer {
  const isKnown = program.readUInt32BE(0) === 0x7f_45_4c_46 && program.readUInt16LE(4) === 0x01_02
  if (!isKnown || program.readUInt16LE(16) !== types.executable) {
    throw new Error('this is no ELF program of 64 bits, little endian, at a fixed address')
  }
  const segments = segmentsOf(program)
  const sections = sectionsOf(program)
  const kept = sections.filter((section) => isAllocated(section) || section.type === 0)
  const end = Math.max(...kept.map(({ type, offset, size }) => offset + (type === types.noBits ? 0 : size)))

  const data = icuDataOf(program, segments, sections)
  const smaller = smallerIcuData(program.subarray(data.offset, data.offset + data.size))
  const gap = gapFor(data.offset + smaller.length, data.offset + data.size, data.segment, segments)
  const between = Buffer.alloc(gap.start - data.offset - smaller.length)
  const body = [program.subarray(0, data.offset), smaller, between, program.subarray(gap.end, end)]

  const names = sections[program.readUInt16LE(62)] as Section
  const namesAt = end - (gap.end - gap.start)
  const sectionsAt = roundUp(namesAt + names.size, 8)
  const newSections = [...withoutGapInSections(kept, gap), { ...names, offset: namesAt }]
  const newSegments = withoutGapInSegments(segments, data.segment, gap)

  const text = program.subarray(names.offset, names.offset + names.size)
  const rest = Buffer.alloc(sectionsAt - namesAt - names.size + newSections.length * sizes.section)
  const result = Buffer.concat([...body, text, rest])
  result.writeBigUInt64LE(BigInt(sectionsAt), 40)
  result.writeUInt16LE(newSections.length, 60)
  result.writeUInt16LE(newSections.length - 1, 62)
  const segmentsAt = Number(result.readBigUInt64LE(32))
  for (const [i, each] of newSegments.entries()) writeSegment(result, segmentsAt + i * sizes.segment, each)
  for (const [i, each] of newSections.entries()) writeSection(result, sectionsAt + i * sizes.section, each)
  return result
}

const roundUp = (value: number, step: number) => Math.ceil(value / step) * step
const ifAfter = (offset: number, { start, end }: Gap) => (offset >= end ? offset - (end - start) : offset)
const isAround = ({ offset, size }: { offset: number; size: number }, { start, end }: Gap) =>
  offset < start && offset + size > end

/** Of whole pages, so that what follows can move in the file and yet keep its address. No memory is mapped for the gap. */
function gapFor(from: number, to: number, { address }: Segment, segments: readonly Segment[]): Gap {
  const moved = segments.filter((each) => each.type === types.load && each.address >= address)
  const page = Math.max(...moved.map(({ alignment }) => alignment))
  const start = roundUp(from, page)
  const length = Math.floor((to - start) / page) * page
  if (length <= 0) throw new Error('the data of ICU is small already')
  return { start, end: start + length }
}

/** As many as before: that around the gap is now two, and the one that says where these headers are is left out. */
function withoutGapInSegments(segments: readonly Segment[], around: Segment, gap: Gap): Segment[] {
  const result = segments
    .filter(({ type }) => type !== types.segments)
    .flatMap((each) => {
      if (each !== around) return [{ ...each, offset: ifAfter(each.offset, gap) }]
      const [before, passed] = [gap.start - each.offset, gap.end - each.offset]
      return [
        { ...each, size: before, memorySize: before },
        {
          ...each,
          offset: gap.start,
          address: each.address + passed,
          size: each.size - passed,
          memorySize: each.memorySize - passed
        }
      ]
    })
  if (result.length !== segments.length) throw new Error('there is no room for the header of one more segment')
  return result
}

/** The second half of that around the gap comes last, so that the others keep the numbers by which they name each other. */
function withoutGapInSections(sections: readonly Section[], gap: Gap): Section[] {
  const around = sections.find((each) => each.type !== types.noBits && isAround(each, gap))
  if (around === undefined) throw new Error('the data of ICU is in no section')
  const passed = gap.end - around.offset
  const second = { ...around, offset: gap.start, address: around.address + passed, size: around.size - passed }
  const first = { ...around, size: gap.start - around.offset }
  return [...sections.map((each) => (each === around ? first : { ...each, offset: ifAfter(each.offset, gap) })), second]
}

/** Where the linker has put the data, by the symbol under which ICU finds it. */
function icuDataOf(program: Buffer, segments: readonly Segment[], sections: readonly Section[]) {
  const symbols = sections.find(({ type }) => type === types.dynamicSymbols)
  const names = sections[symbols?.link ?? 0] as Section
  for (let at = symbols?.offset ?? 0; at < (symbols?.offset ?? 0) + (symbols?.size ?? 0); at += sizes.symbol) {
    const nameAt = names.offset + program.readUInt32LE(at)
    if (!/^icudt\d+_dat$/.test(program.toString('latin1', nameAt, program.indexOf(0, nameAt)))) continue
    const address = Number(program.readBigUInt64LE(at + 8))
    const size = Number(program.readBigUInt64LE(at + 16))
    const segment = segments.find(
      (each) => each.type === types.load && address >= each.address && address + size <= each.address + each.size
    )
    if (segment !== undefined) return { offset: segment.offset + address - segment.address, size, segment }
  }
  throw new Error('this program has no data of ICU in it')
}
