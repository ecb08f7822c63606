#!/bin/sh
# Submits a sweep to a standalone cluster: submit.sh MASTER SPEC STORE [further arguments of run]
set -eu
[ $# -ge 3 ] || { echo "usage: submit.sh spark://HOST:7077 SPEC STORE [arguments of run]" >&2; exit 2; }
: "${SPARK_HOME:?set SPARK_HOME to a Spark 4.2 installation}"
master=$1 spec=$2 store=$3
shift 3
here=$(cd "$(dirname "$0")/../../.." && pwd -P)
jar=${SHALLOWS_JAR:-$(ls "$here"/spark-jobs/target/shallows-spark-jobs-*-all.jar | head -n 1)}
exec "$SPARK_HOME/bin/spark-submit" \
  --class io.shallows.spark.SweepJob \
  --master "$master" \
  --deploy-mode "${DEPLOY_MODE:-client}" \
  --conf spark.executor.memory="${EXECUTOR_MEMORY:-2g}" \
  --conf spark.executor.cores="${EXECUTOR_CORES:-1}" \
  "$jar" run "$spec" --output "$store" "$@"
