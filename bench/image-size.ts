/** What an image adds to its base, measured without building it: the bytes of the files that its last stage copies. */
import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Checkout, placeOf } from './checkout.ts'
import { run } from './programs.ts'

/** Bytes. Throws for what is copied from elsewhere than the checkout. */
export async function measureImageSize({
  folder,
  copied,
  without
}: Pick<Checkout, 'folder' | 'copied' | 'without'>): Promise<number> {
  const isIn = (name: string) => !without.some((ending) => name.endsWith(ending))
  let bytes = 0
  for (const path of copied) {
    const place = placeOf(folder, path)
    if (path.startsWith('/') || !existsSync(place)) {
      throw new Error(`${folder} has no ${path}, which its image copies: its size is not known`)
    }
    bytes += path === 'node_modules' ? await bytesOfProduction(folder) : bytesOf(place, isIn)
  }
  return bytes
}

/** The image has the packages of production alone. The first line is the checkout itself. */
async function bytesOfProduction(folder: string): Promise<number> {
  const list = await run('npm', ['ls', '--omit=dev', '--all', '--parseable', '--prefix', folder])
  const packages = new Set(list.trim().split('\n').slice(1))
  return [...packages].reduce((sum, path) => sum + bytesOf(path, (name) => name !== 'node_modules'), 0)
}

/** Of all files below. A package in a package is in the list, too, so it is left out here. */
function bytesOf(path: string, isIn: (name: string) => boolean): number {
  const stats = lstatSync(path)
  if (!stats.isDirectory()) return stats.size
  const names = readdirSync(path).filter(isIn)
  return names.reduce((sum, name) => sum + bytesOf(join(path, name), isIn), 0)
}
