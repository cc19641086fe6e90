# What the scripts here share: a county to make, one run to compare with, and the comparison.
# Sourced from the project's folder, with `set -euo pipefail` and the arguments of whoever does.
n_units="${1:-400}"
n_shards="${2:-8}"
banxin="$(realpath "${BANXIN:-${CARGO_TARGET_DIR:-target}/release/banxin}")"
tmp="$(mktemp -d)"
# The numbers of what was started and is to be ended.
started=()

# Makes the county: the two samples in turn under as many names, each name with a register of its own.
make_county() { # FOLDER
  local samples=(清溪镇 石桥镇) number unit
  mkdir -p "$1"
  printf 'county = "青山县"\nnotices = false\n' > "$1/banxin.toml"
  for number in $(seq "$n_units"); do
    unit="$1/第${number}镇"
    cp -r "samples/${samples[number % 2]}" "$unit"
    sed -i -E "/^(unit|group|organ) *=/d" "$unit/banxin.toml"
    sed -i "1i unit = \"第${number}镇\"" "$unit/banxin.toml"
  done
}

# Compares two outputs file by file, what is kept for the next run left out; says how many there are.
compare() { # ONE OTHER
  local one other
  one="$(cd "$1" && find . -maxdepth 1 -type f -print0 | sort -z | xargs -0 sha256sum)"
  other="$(cd "$2" && find . -maxdepth 1 -type f -print0 | sort -z | xargs -0 sha256sum)"
  if [ "$one" != "$other" ]; then
    diff <(echo "$one") <(echo "$other") | head -20
    echo "the outputs differ" >&2
    return 1
  fi
  echo "$(echo "$one" | wc -l) files, the same bytes as those of one run"
}

# Waits until a command succeeds; gives up after so many seconds.
until_done() { # SECONDS COMMAND...
  local left="$1"
  shift
  until "$@"; do
    left=$((left - 1))
    if [ "$left" -le 0 ]; then
      echo "gave up waiting for: $*" >&2
      return 1
    fi
    sleep 1
  done
}
