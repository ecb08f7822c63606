package io.shallows.spark.serialization;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;

/** Registers the arrays of texts in which Spark carries work and groups. */
public final class TextOnlyRegistrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(String[].class);
    kryo.register(Object[].class);
  }
}
