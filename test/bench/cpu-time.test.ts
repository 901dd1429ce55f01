import { existsSync } from 'node:fs'
import t from 'tap'
import { mainThreadCpu, processCpu } from '../../bench/cpu-time.ts'

const skip = existsSync(`/proc/${process.pid}/task/${process.pid}/schedstat`) ? false : 'only Linux tells of threads'

t.test('the main thread is a part of its process', { skip }, async (t) => {
  const before = mainThreadCpu(process.pid)
  const end = performance.now() + 50
  while (performance.now() < end);
  const main = mainThreadCpu(process.pid)
  t.ok(main > before, 'it has worked')
  t.ok(processCpu(process.pid) >= main)
})
