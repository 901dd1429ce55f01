/**
 * A step of the image's build: lays into a folder what the image needs of the one that it is built in. That is Node.js
 * and the libraries that it is linked to, with their licences, and the records by which scanners know Debian's packages.
 *
 * `node packaging/image-root.ts FOLDER small|whole`: Node.js without what the program never uses, or as it is.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { smallerNode } from './smaller-node.ts'

/** The base of the image has the C library. */
const packageOfBase = /^libc6\b/

const ask = (command: string, ...args: readonly string[]) => execFileSync(command, args, { encoding: 'utf8' })

/** Lays the file `path` of this machine at `to` below `root`. */
function lay(root: string, path: string, to = path): string {
  const target = join(root, to)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(path, target)
  return target
}

/** Of lines such as `libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x7f0af2067000)`. */
function librariesOf(program: string): string[] {
  return [...ask('ldd', program).matchAll(/=> (\/\S+)/g)].map(([, path]) => path as string)
}

/** The Debian package of a library. Where `/lib` is `/usr/lib`, it knows the file by either name. */
function packageOf(library: string): string {
  return ask('dpkg-query', '--search', `*${library.replace(/^\/usr/, '')}`).split(': /')[0] as string
}

function layLibrary(root: string, library: string): void {
  const real = realpathSync(library)
  const target = lay(root, real)
  if (basename(library) !== basename(real)) symlinkSync(basename(real), join(dirname(target), basename(library)))
}

/** Where an image without a package manager keeps its records: `status.d`, with the sums of the files that are there. */
function layRecord(root: string, name: string, libraries: readonly string[]): void {
  const plain = name.replace(/:.*$/, '')
  const records = join(root, 'var/lib/dpkg/status.d')
  mkdirSync(records, { recursive: true })
  writeFileSync(join(records, plain), ask('dpkg-query', '--status', name))
  const sums = readFileSync(ask('dpkg-query', '--control-path', name, 'md5sums').trim(), 'utf8').split('\n')
  const files = new Set(libraries.map((library) => basename(realpathSync(library))))
  writeFileSync(
    join(records, `${plain}.md5sums`),
    sums
      .filter((line) => files.has(basename(line)))
      .map((line) => `${line}\n`)
      .join('')
  )
  lay(root, `/usr/share/doc/${plain}/copyright`)
}

const [, , root = '', parts = ''] = process.argv
if (root === '' || !['small', 'whole'].includes(parts)) throw new Error('usage: image-root.ts FOLDER small|whole')

const node = lay(root, process.execPath, 'usr/local/bin/node')
if (parts === 'small') writeFileSync(node, smallerNode(readFileSync(process.execPath)))
chmodSync(node, 0o755)
lay(root, join(dirname(process.execPath), '../LICENSE'), 'usr/local/share/doc/node/LICENSE')

const packages = Map.groupBy(librariesOf(process.execPath), packageOf)
for (const [name, libraries] of packages) {
  if (packageOfBase.test(name)) continue
  for (const library of libraries) layLibrary(root, library)
  layRecord(root, name, libraries)
}
