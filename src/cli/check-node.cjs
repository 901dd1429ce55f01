// Runs before the npm scripts, on whatever Node.js they got: where install scripts are off, the `node` package of
// this project has no binary and npm silently takes the system's, which may be too old to run TypeScript.
const { engines } = require('../../package.json')

const wanted = engines.node.match(/\d+/g).map(Number)
const found = process.versions.node.split('.').map(Number)
const isOld = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])

if (isOld) {
  console.error(`edge-exporter: Node.js ${engines.node} is needed, this is ${process.version} at ${process.execPath}.`)
  console.error('Install without --ignore-scripts, so that the pinned Node.js comes along, or update the system.')
  process.exit(1)
}
