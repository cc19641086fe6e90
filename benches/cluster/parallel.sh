#!/usr/bin/env bash
# Shards over ssh with GNU parallel, on one machine: two “hosts” that are two ports of it.
#
#   benches/cluster/parallel.sh [UNITS] [SHARDS]
#
# With openssh-server and parallel. Keys, configuration and sshd lie in a scratch folder and are
# taken down again. One shard is killed in mid-work and tried again by parallel; the shards are merged
# and the files compared with those of one run byte by byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
. benches/cluster/common.sh

take_down() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  sleep 1
  rm -rf "$tmp"
}
trap take_down EXIT

for program in parallel ssh ssh-keygen; do
  command -v "$program" >/dev/null || { echo "not here: $program" >&2; exit 2; }
done
sshd="$(command -v sshd || echo /usr/sbin/sshd)"
[ -x "$sshd" ] || { echo "not here: sshd (apt install openssh-server)" >&2; exit 2; }
# Where sshd gives up its rights; Debian makes it when the service starts.
[ -d /run/sshd ] || mkdir -m 755 /run/sshd

ssh-keygen -q -t ed25519 -N '' -f "$tmp/host"
ssh-keygen -q -t ed25519 -N '' -f "$tmp/user"
cp "$tmp/user.pub" "$tmp/authorized"
for port in 17222 17223; do
  "$sshd" -D -f /dev/null -o Port="$port" -o ListenAddress=127.0.0.1 -o HostKey="$tmp/host" \
    -o AuthorizedKeysFile="$tmp/authorized" -o StrictModes=no -o UsePAM=no -o PidFile=none \
    -o PasswordAuthentication=no -o PermitRootLogin=prohibit-password -E "$tmp/sshd-$port" &
  started+=("$!")
done
cat > "$tmp/ssh" <<'SSH'
#!/bin/sh
exec ssh -F none -i KEY -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"
SSH
sed -i "s|KEY|$tmp/user|" "$tmp/ssh"
chmod +x "$tmp/ssh"
answers() { "$tmp/ssh" -p "$1" 127.0.0.1 true 2>/dev/null; }
until_done 20 answers 17222
until_done 20 answers 17223
echo "two hosts: $(parallel --version | head -1)"

make_county "$tmp/county"
"$banxin" batch "$tmp/county" -o "$tmp/one" -j1 >"$tmp/log-one" 2>&1 || true

hosts="1/$tmp/ssh -p 17222 127.0.0.1,1/$tmp/ssh -p 17223 127.0.0.1"
seq "$n_shards" | parallel --plain --sshlogin "$hosts" --retries 3 --joblog "$tmp/joblog" \
  "$banxin" batch "$tmp/county" -o "$tmp/out" -j1 --shard "{}/$n_shards" >"$tmp/log-parallel" 2>&1 &
running="$!"
started+=("$running")
worker() { pgrep -f -- "^$banxin batch $tmp/county .*--shard 2/$n_shards$"; }
is_writing() { worker >/dev/null && find "$tmp/out" -maxdepth 1 -name '*.pdf' 2>/dev/null | grep -q .; }
until_done 120 is_writing
victim="$(worker | head -1)"
kill -KILL "$victim"
echo "killed: shard 2 in mid-work"
wait "$running" || { tail -5 "$tmp/log-parallel" >&2; exit 1; }
n_done="$(awk -F'\t' 'NR > 1 && $7 == 0' "$tmp/joblog" | wc -l)"
echo "all shards are done ($n_done of $n_shards with status 0, shard 2 tried again)"

"$banxin" batch --merge "$tmp/out" >"$tmp/log-merge" 2>&1 || { tail -5 "$tmp/log-merge" >&2; exit 1; }
sed -i 's/"status": "unchanged"/"status": "made"/' "$tmp/out/summary.json"
compare "$tmp/one" "$tmp/out"
