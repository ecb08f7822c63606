#!/bin/sh
# Submits a sweep to a standalone cluster: submit.sh MASTER SPEC STORE [further arguments of run]
set -eu
[ $# -ge 3 ] || { echo "usage: submit.sh spark://HOST:7077 SPEC STORE [arguments of run]" >&2; exit 2; }
: "${SPARK_HOME:?set SPARK_HOME to a Spark 4.2 installation}"
master=$1 spec=$2 store=$3
shift 3
here=$(cd "$(dirname "$0")/../../.." && pwd -P)
jar=${SHALLOWS_JAR:-$(ls "$here"/spark-jobs/target/shallows-spark-jobs-*-all.jar | head -n 1)}
# A driver that a worker starts lacks the module flags that spark-submit gives to its own process.
opens=
for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
  opens="$opens --add-opens=java.base/java.$package=ALL-UNNAMED"
done
for package in jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens="$opens --add-opens=java.base/$package=ALL-UNNAMED"
done
exec "$SPARK_HOME/bin/spark-submit" \
  --class io.shallows.spark.SweepJob \
  --master "$master" \
  --deploy-mode "${DEPLOY_MODE:-client}" \
  --conf spark.driver.extraJavaOptions="--add-modules=jdk.incubator.vector -XX:+IgnoreUnrecognizedVMOptions$opens" \
  --conf spark.executor.memory="${EXECUTOR_MEMORY:-2g}" \
  --conf spark.executor.cores="${EXECUTOR_CORES:-1}" \
  "$jar" run "$spec" --output "$store" "$@"
