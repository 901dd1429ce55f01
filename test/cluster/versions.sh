# What the chart is tried with; the folder of what is made from it.
# shellcheck disable=SC2034
kubernetes=1.37.2
operator=0.95.0
gateway=1.4.0
autoscaler=1.5.1
kubeconform=0.8.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/edge-exporter

# The folder of a Go module.
directory_of() {
  go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}
