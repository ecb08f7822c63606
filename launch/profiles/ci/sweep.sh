#!/bin/sh
# Runs a sweep by spark-submit and judges it: sweep.sh SPEC STORE [arguments of run]
set -eu
[ $# -ge 2 ] || { echo "usage: sweep.sh SPEC STORE [arguments of run]" >&2; exit 2; }
: "${SPARK_HOME:?set SPARK_HOME to a Spark 4.2 installation}"
spec=$1 store=$2
shift 2
here=$(cd "$(dirname "$0")/../../.." && pwd -P)
jar=$(ls "$here"/spark-jobs/target/shallows-spark-jobs-*-all.jar | head -n 1)
job() {
  "$SPARK_HOME/bin/spark-submit" --master "${SPARK_MASTER:-local[*]}" --class io.shallows.spark.SweepJob "$jar" "$@"
}
job run "$spec" --output "$store" "$@"
job status "$store" --require complete,not-contradicted
