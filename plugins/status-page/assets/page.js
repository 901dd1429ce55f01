// Keeps the page as it would be if it were loaded anew. Without this script it is simply not renewed by itself.
const live = document.getElementById('live')
const rhythm = 3000
let isPaused = false

/** Makes a node what another one is, and leaves alone what is the same, so that focus and scroll positions stay. */
function patch(node, wanted) {
  if (node.nodeType !== wanted.nodeType || node.nodeName !== wanted.nodeName) return node.replaceWith(wanted)
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== wanted.data) node.data = wanted.data
    return
  }
  if (node.hasAttribute('data-keep')) return
  for (const { name } of [...node.attributes]) {
    // What the reader has unfolded stays so.
    if (!wanted.hasAttribute(name) && name !== 'open') node.removeAttribute(name)
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  }
  const [now, then] = [[...node.childNodes], [...wanted.childNodes]]
  for (const [i, child] of then.entries()) {
    if (i < now.length) patch(now[i], child)
    else node.append(child)
  }
  for (const child of now.slice(then.length)) child.remove()
}

function showLost(reason) {
  const pill = document.createElement('span')
  const mark = document.createElement('i')
  pill.className = 'pill critical'
  pill.append(mark, `${reason}; what you see is stale`)
  document.getElementById('summary').replaceChildren(pill)
}

async function renew() {
  if (document.hidden) return
  try {
    const url = new URL(location.href)
    url.searchParams.set('part', 'live')
    url.hash = ''
    const answer = await fetch(url, { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(10_000) })
    if (!answer.ok) return showLost(`The exporter answers with HTTP ${answer.status}`)
    const wanted = document.createElement('div')
    wanted.id = 'live'
    wanted.innerHTML = await answer.text()
    patch(live, wanted)
    // A map that has just appeared comes without its coasts.
    if (document.getElementById('coasts')?.childElementCount === 0) return location.reload()
    const summary = document.getElementById('summary').textContent
    document.title = `${summary} · edge-exporter`
  } catch {
    showLost('The exporter does not answer')
  }
}

// Searches while somebody types, and leaves an address that shows the same.
let typing
live.addEventListener('input', ({ target }) => {
  if (target.form === null) return
  clearTimeout(typing)
  typing = setTimeout(() => {
    const url = new URL(location.href)
    url.search = String(new URLSearchParams(new FormData(target.form)))
    history.replaceState(null, '', url)
    void renew()
  }, 200)
})

const button = document.createElement('button')
button.type = 'button'
button.textContent = 'Pause'
button.setAttribute('aria-label', 'Pause updates of this page')
button.addEventListener('click', () => {
  isPaused = !isPaused
  button.textContent = isPaused ? 'Resume' : 'Pause'
  button.setAttribute('aria-label', isPaused ? 'Resume updates of this page' : 'Pause updates of this page')
  void renew()
})
document.querySelector('footer p').append(button)
document.addEventListener('visibilitychange', renew)

async function run() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, rhythm))
    if (!isPaused) await renew()
  }
}
void run()
