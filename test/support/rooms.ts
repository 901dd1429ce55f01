/** Which folder may import which: what a table of rooms says of the imports of files. Pure. */

export interface Room {
  /** A folder, or a file that is a room of its own. */
  readonly path: string
  /** Rooms that it may import from, besides itself. */
  readonly uses: readonly string[]
  /** Its files that other rooms may import; all of them where none are named. */
  readonly faces?: readonly string[]
}

/** Path of a file -> paths that it imports, types included. */
export type Imports = ReadonlyMap<string, readonly string[]>

/** The room that a file is in: the one whose path is the longest. */
export function roomOf(rooms: readonly Room[], file: string): Room | undefined {
  return rooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** One line for each import that the table does not allow, and for each file without a room. */
export function violations(rooms: readonly Room[], imports: Imports): string[] {
  return [...imports].flatMap(([file, imported]) => {
    const from = roomOf(rooms, file)
    if (from === undefined) return [`${file} is in no room`]
    return imported.flatMap((target) => {
      const to = roomOf(rooms, target)
      if (to === from || to === undefined) return []
      if (!from.uses.includes(to.path)) return [`${file} imports ${target}, and ${from.path} does not use ${to.path}`]
      const isFace = to.faces === undefined || to.faces.some((face) => `${to.path}/${face}` === target)
      return isFace ? [] : [`${file} imports ${target}, which is no public face of ${to.path}`]
    })
  })
}

/** Files that import each other, in a circle: one line for each circle. */
export function cycles(imports: Imports): string[] {
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file)
    if (start >= 0) {
      const circle = way.slice(start)
      // Told from its first name, so that it is told once, wherever the search began.
      const first = circle.indexOf(circle.toSorted()[0] as string)
      found.add([...circle.slice(first), ...circle.slice(0, first), circle[first]].join(' -> '))
      return
    }
    if (done.has(file)) return
    for (const target of imports.get(file) ?? []) visit(target, [...way, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return [...found]
}
