import type { RenderedFamily } from '../../src/exposition/exposition.ts'

/** The sample lines of families that are too small to be compressed. */
export function plainBodies(families: readonly RenderedFamily[] = []): string {
  const bodies = families.flatMap((family) => family.bodies)
  return Buffer.concat(
    bodies.map((body) => {
      if (body instanceof Uint8Array) return body
      throw new Error('a family is compressed')
    })
  ).toString()
}
