#!/usr/bin/env bash
# A job array on Slurm, on one machine: two nodes, one of which is killed in mid-task.
#
#   benches/cluster/slurm.sh [UNITS] [SHARDS]
#
# As root, with Debian's slurm-wlm and munge. Everything lies in a scratch folder, with ports of
# its own, and is taken down again; a munged that runs already is used and left alone. The node
# that is killed comes back, its task is requeued, the shards are merged, and the files are
# compared with those of one run byte by byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
. benches/cluster/common.sh
host="$(hostname -s)"
export SLURM_CONF="$tmp/slurm.conf"

# Ends what was started here, by number, and removes what was written.
take_down() {
  local file
  # The steps first, so that no task outlives its node.
  scancel --user=root --state=RUNNING,PENDING 2>/dev/null || true
  sleep 2
  for file in "$tmp"/pid/*; do
    [ -e "$file" ] && kill "$(cat "$file")" 2>/dev/null || true
  done
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  sleep 2
  rm -rf "$tmp"
}
trap take_down EXIT

for program in slurmctld slurmd munged sbatch; do
  command -v "$program" >/dev/null || { echo "not here: $program (apt install slurm-wlm munge)" >&2; exit 2; }
done
# Seen once after the installation of the packages: every daemon then says “Permission denied”.
[ -c /dev/null ] || { echo "/dev/null is no device; rm /dev/null && mknod -m 666 /dev/null c 1 3" >&2; exit 2; }

mkdir -p "$tmp/state" "$tmp/log" "$tmp/pid" "$tmp/spool" "$tmp/munge"
socket=/run/munge/munge.socket.2
if ! munge -n 2>/dev/null | unmunge >/dev/null 2>&1; then
  # A munged of our own: key, log and socket in the scratch folder, which only root may enter.
  socket="$tmp/munge/socket"
  # 32 bytes of a key that nobody else has.
  (umask 077; head -c 32 /dev/urandom > "$tmp/munge/key")
  chmod 755 "$tmp" "$tmp/munge"
  munged --force --foreground --key-file="$tmp/munge/key" --socket="$socket" --num-threads=2 \
    --pid-file="$tmp/munge/pid" --log-file="$tmp/log/munged" --seed-file="$tmp/munge/seed" \
    >"$tmp/log/munged.out" 2>&1 &
  started+=("$!")
  until_done 10 test -S "$socket"
fi

cat > "$SLURM_CONF" <<CONF
ClusterName=banxin
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17117
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$socket
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdTimeout=10
MessageTimeout=5
StateSaveLocation=$tmp/state
SlurmdSpoolDir=$tmp/spool/%n
SlurmctldPidFile=$tmp/pid/slurmctld
SlurmdPidFile=$tmp/pid/slurmd.%n
SlurmctldLogFile=$tmp/log/slurmctld
SlurmdLogFile=$tmp/log/slurmd.%n
MpiDefault=none
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17118 CPUs=1 RealMemory=1000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17119 CPUs=1 RealMemory=1000
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF

is_idle() { [ "$(sinfo -h -N -o %T 2>/dev/null | sort | uniq -c | tr -s ' ')" = " 2 idle" ]; }
is_over() { [ -z "$(squeue -h -j "$1" 2>/dev/null)" ]; }
state() { squeue -h -r -j "$1" -o %T 2>/dev/null || true; }
# A task has begun to write: a report of its shard is there.
has_begun() { find "$tmp/out" -maxdepth 1 -name '*.pdf' 2>/dev/null | grep -q .; }

slurmctld -f "$SLURM_CONF"
slurmd -N n1 -f "$SLURM_CONF"
slurmd -N n2 -f "$SLURM_CONF"
until_done 60 is_idle
echo "two nodes, idle: $(slurmctld -V)"

make_county "$tmp/county"
"$banxin" batch "$tmp/county" -o "$tmp/one" -j1 >"$tmp/log/one" 2>&1 || true

cat > "$tmp/array.sh" <<JOB
#!/bin/bash
#SBATCH --array=1-$n_shards
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --output=$tmp/log/task-%a
#SBATCH --open-mode=append
exec "$banxin" batch "$tmp/county" -o "$tmp/out" -j1 --shard "\$SLURM_ARRAY_TASK_ID/$n_shards"
JOB
job="$(sbatch --parsable "$tmp/array.sh")"
until_done 120 has_begun

# The node's daemon and what it runs die at once, as when the power goes.
task="$(squeue -h -r -j "$job" -t RUNNING -w n2 -o %K | head -1)"
daemon="$(cat "$tmp/pid/slurmd.n2")"
# Only what this job runs on n2, as the environment of each process says.
of_task() {
  tr '\0' '\n' < "/proc/$1/environ" 2>/dev/null | grep -cxE "SLURMD_NODENAME=n2|SLURM_ARRAY_JOB_ID=$job" | grep -qx 2
}
victims=()
for step in $(pgrep -f '^slurmstepd: ' || true); do
  for child in $(pgrep -P "$step" || true); do
    if of_task "$child"; then victims+=("$step" "$child"); fi
  done
done
kill -KILL "$daemon" "${victims[@]}"
echo "killed: slurmd of n2 (${#victims[@]} processes of its steps with it) while task $task ran"
is_down() { sinfo -h -N -n n2 -o %T | grep -q down; }
until_done 120 is_down
echo "n2 is down; task $task is $(squeue -h -r -j "$job" -o '%K %T' | awk -v t="$task" '$1 == t { print $2 }')"
rm -f "$tmp/pid/slurmd.n2"
slurmd -N n2 -f "$SLURM_CONF"
# A requeued task comes back after two minutes (BeginTime).
until_done 1200 is_over "$job"
restarts="$(scontrol -o show job "${job}_$task" 2>/dev/null | grep -o 'Restarts=[0-9]*' | head -1 || true)"
echo "all tasks are over; task $task: ${restarts:-forgotten by now}"
case "$restarts" in Restarts=[1-9]*) ;; *) echo "the task was not requeued" >&2; exit 1 ;; esac

"$banxin" batch --merge "$tmp/out" >"$tmp/log/merge" 2>&1 || { tail -5 "$tmp/log/merge" >&2; exit 1; }
# The second time, what the killed task had finished is not made again: the summary calls it unchanged.
sed -i 's/"status": "unchanged"/"status": "made"/' "$tmp/out/summary.json"
compare "$tmp/one" "$tmp/out"
