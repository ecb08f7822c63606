#!/bin/sh
# Submits a sweep to YARN: submit.sh SPEC STORE [further arguments of run]
# Ends with the code of the sweep in cluster mode too, where spark-submit says 1 for every failure.
set -eu
[ $# -ge 2 ] || { echo "usage: submit.sh SPEC STORE [arguments of run]" >&2; exit 2; }
: "${SPARK_HOME:?set SPARK_HOME to a Spark 4.2 installation}"
: "${HADOOP_CONF_DIR:?set HADOOP_CONF_DIR to the folder of core-site.xml and yarn-site.xml}"
spec=$1 store=$2
shift 2
here=$(cd "$(dirname "$0")/../../.." && pwd -P)
jar=${SHALLOWS_JAR:-$(ls "$here"/spark-jobs/target/shallows-spark-jobs-*-all.jar | head -n 1)}
mode=${DEPLOY_MODE:-cluster}
# In cluster mode the driver finds the spec in its working folder.
name=$spec
[ "$mode" = client ] || name=$(basename "$spec")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/said"
tee "$work/log" <"$work/said" >&2 &
reader=$!
code=0
"$SPARK_HOME/bin/spark-submit" \
  --class io.shallows.spark.SweepJob \
  --master yarn \
  --deploy-mode "$mode" \
  --files "$spec" \
  --num-executors "${EXECUTORS:-16}" \
  --conf spark.executor.cores="${EXECUTOR_CORES:-4}" \
  --conf spark.executor.memory="${EXECUTOR_MEMORY:-8g}" \
  --conf spark.executor.memoryOverhead="${EXECUTOR_OVERHEAD:-2g}" \
  --conf spark.yarn.maxAppAttempts=1 \
  --conf spark.executor.maxNumFailures=2147483647 \
  "$jar" run "$name" --output "$store" "$@" 2>"$work/said" || code=$?
wait "$reader"
said=$(sed -n 's/.*User application exited with status \([0-9][0-9]*\).*/\1/p' "$work/log" | tail -n 1)
[ "$code" -eq 0 ] || [ -z "$said" ] || code=$said
exit "$code"
