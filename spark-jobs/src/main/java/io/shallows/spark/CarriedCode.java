package io.shallows.spark;

import java.lang.reflect.Constructor;
import org.apache.spark.SparkUserAppException;

/** The exception by which spark-submit and YARN learn an exit code. */
final class CarriedCode {

  private CarriedCode() {}

  /** The exception; its only constructor takes a cause from Spark 4.2 on, and did not before. */
  static RuntimeException of(int code) {
    Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    arguments[0] = code;
    try {
      return thrown((SparkUserAppException) constructor.newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark has no exception that carries " + code, e);
    }
  }

  /** It is a checked exception, which Spark expects unwrapped. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException thrown(Throwable carried) throws T {
    throw (T) carried;
  }
}
