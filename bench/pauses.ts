/** Loaded into the exporter's process: tells on standard error, each second, the longest pause of its event loop. */
const tick = 5
const second = 1000
let longest = 0
let last = performance.now()
let told = last

setInterval(() => {
  const now = performance.now()
  longest = Math.max(longest, now - last - tick)
  last = now
  if (now - told < second) return
  process.stderr.write(`pause ${longest.toFixed(1)}\n`)
  longest = 0
  told = now
}, tick).unref()
