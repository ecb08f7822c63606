#!/bin/sh
# Submits a sweep to YARN in cluster mode: submit.sh SPEC STORE [further arguments of run]
set -eu
[ $# -ge 2 ] || { echo "usage: submit.sh SPEC STORE [arguments of run]" >&2; exit 2; }
: "${SPARK_HOME:?set SPARK_HOME to a Spark 4.2 installation}"
: "${HADOOP_CONF_DIR:?set HADOOP_CONF_DIR to the folder of core-site.xml and yarn-site.xml}"
spec=$1 store=$2
shift 2
here=$(cd "$(dirname "$0")/../../.." && pwd -P)
jar=${SHALLOWS_JAR:-$(ls "$here"/spark-jobs/target/shallows-spark-jobs-*-all.jar | head -n 1)}
exec "$SPARK_HOME/bin/spark-submit" \
  --class io.shallows.spark.SweepJob \
  --master yarn \
  --deploy-mode cluster \
  --files "$spec" \
  --num-executors "${EXECUTORS:-16}" \
  --conf spark.executor.cores="${EXECUTOR_CORES:-4}" \
  --conf spark.executor.memory="${EXECUTOR_MEMORY:-8g}" \
  --conf spark.executor.memoryOverhead="${EXECUTOR_OVERHEAD:-2g}" \
  --conf spark.yarn.maxAppAttempts=1 \
  "$jar" run "$(basename "$spec")" --output "$store" "$@"
