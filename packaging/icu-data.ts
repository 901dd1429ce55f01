/** The data of ICU, the library behind `Intl`, as a package of named items in one piece of memory. */

interface Item {
  /** Such as `icudt78l/zone/en_GB.res`. */
  readonly name: string
  readonly data: Buffer
}

/** Bytes at which items begin. */
const alignment = 16

/** The same package with no language but English. Throws where it is not laid out as known. */
export function smallerIcuData(whole: Buffer): Buffer {
  const headerSize = whole.readUInt16LE(0)
  const isKnown = whole.readUInt16LE(2) === 0x27da && whole.toString('latin1', 12, 16) === 'CmnD' && whole[16] === 1
  if (!isKnown) throw new Error('the data of ICU is in an unknown format')
  const items = itemsOf(whole.subarray(headerSize)).filter(({ name }) => isWanted(name.replace(/^[^/]*\//, '')))
  return Buffer.concat([whole.subarray(0, headerSize), packed(items)])
}

/**
 * `name`: without the name of the package. Left out are languages other than English, tables of encodings other than
 * Unicode, dictionaries that tell words apart where no blanks do, and transliteration and names of characters, which
 * JavaScript cannot ask for.
 */
function isWanted(name: string): boolean {
  const leaf = name.replace(/^.*\//, '')
  if (/^[a-z]{2,3}(_\w*)?\.res$/.test(leaf) && leaf !== 'res_index.res') return /^en[_.]/.test(leaf)
  return !/\.(cnv|dict)$|^translit\/|^unames\.icu$/.test(name)
}

function itemsOf(body: Buffer): Item[] {
  const count = body.readUInt32LE(0)
  const places = Array.from({ length: count + 1 }, (_, i) => (i < count ? body.readUInt32LE(8 + 8 * i) : body.length))
  return Array.from({ length: count }, (_, i) => {
    const from = body.readUInt32LE(4 + 8 * i)
    return { name: body.toString('latin1', from, body.indexOf(0, from)), data: body.subarray(places[i], places[i + 1]) }
  })
}

function packed(items: readonly Item[]): Buffer {
  const names = items.map(({ name }) => Buffer.from(`${name}\0`, 'latin1'))
  const head = Buffer.alloc(4 + 8 * items.length)
  head.writeUInt32LE(items.length)
  let place = head.length
  for (const [i, name] of names.entries()) {
    head.writeUInt32LE(place, 4 + 8 * i)
    place += name.length
  }
  const padding = Buffer.alloc(-place & (alignment - 1))
  place += padding.length
  for (const [i, { data }] of items.entries()) {
    head.writeUInt32LE(place, 8 + 8 * i)
    place += data.length
  }
  return Buffer.concat([head, ...names, padding, ...items.map(({ data }) => data)])
}
