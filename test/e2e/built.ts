/** The program as it is published: built in a copy of the sources, packed, installed, and run by other versions of Node.js. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Without what the test runner tells every child, which is not for a compiler. */
export function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('env', ['-u', 'NODE_OPTIONS', 'npm', ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'ignore']
  })
}

const parts = [
  '.npmrc',
  'package.json',
  'package-lock.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'test',
  'src',
  'plugins',
  'providers',
  'supply-chain',
  'packaging',
  'tsconfig.json',
  'tsconfig.build.json',
  'Dockerfile',
  'helm'
]

/** A copy of the sources in `folder`, with `dist/`. */
export function build(folder: string): string {
  const copy = join(folder, 'build')
  for (const file of parts) cpSync(join(root, file), join(copy, file), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  npm(copy, 'run', 'build')
  return copy
}

/** The tarball of a built copy, installed in a folder of its own as a user would. Returns the path of the program. */
export function installTarball(copy: string, folder: string): string {
  const [{ filename }] = JSON.parse(npm(copy, 'pack', '--json', '--ignore-scripts')) as [{ filename: string }]
  const target = join(folder, 'installed')
  mkdirSync(target)
  writeFileSync(join(target, 'package.json'), '{ "private": true }\n')
  npm(target, 'install', '--no-audit', '--no-fund', join(copy, filename))
  return join(target, 'node_modules/edge-exporter/dist/src/main.js')
}

/** The oldest version that `engines` allows, and the newest of each major after it that gets fixes. */
export function nodeVersions(): string[] {
  const { engines, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [oldest] = /\d+\.\d+/.exec(engines.node) as RegExpExecArray
  return [oldest as string, devDependencies.node, '26']
}

/** Node.js of one version in a folder of its own: what the npm package `node` brings for this machine. */
export function installNode(version: string, folder: string): string {
  const target = join(folder, `node-${version}`)
  const name = `node-${process.platform}-${process.arch}`
  npm(folder, 'install', '--no-save', '--no-audit', '--no-fund', '--prefix', target, `${name}@${version}`)
  return join(target, 'node_modules', name, 'bin/node')
}
