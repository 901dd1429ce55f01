// Runs before the program and the npm scripts, on whatever Node.js they got: where install scripts or development
// packages are left out, the `node` package has no binary, and npm silently takes the system's, which may be too old.
const { engines } = require('../package.json')

const wanted = engines.node.match(/\d+/g).map(Number)
const found = process.versions.node.split('.').map(Number)
const isOld = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])

if (isOld) {
  console.error(`edge-exporter: needs Node.js ${engines.node}; this is ${process.version} at ${process.execPath}.`)
  console.error(
    'Install a newer Node.js. In a clone, `npm ci` without --omit=dev and --ignore-scripts brings the right one along.'
  )
  process.exit(1)
}
