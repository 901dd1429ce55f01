import { randomInt } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'

/**
 * Writes a file that is the old one or the new one at any moment, even when the process is killed or the disk is full.
 * What is in the making is beside it, under its name with a number added.
 *
 * Not `write-file-atomic`, which asks the disk once: of what a full one has taken it makes a file that is cut off.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const making = `${path}.${randomInt(2 ** 47)}`
  try {
    const file = await open(making, 'wx', mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(making, path)
  } catch (error) {
    await unlink(making).catch(() => {})
    throw error
  }
}
