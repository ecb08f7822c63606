package io.shallows.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a fixed list of keys, every one present; immutable. */
public final class Settings {
  private final Map<String, Key<?>> keys;
  private final Map<String, Object> values;

  private Settings(Map<String, Key<?>> keys, Map<String, Object> values) {
    this.keys = keys;
    this.values = values;
  }

  /** The defaults of these keys, all of which must have one. */
  public static Settings defaults(List<Key<?>> keys) {
    return builder(keys).build();
  }

  public static Builder builder(List<Key<?>> keys) {
    return new Builder(keys);
  }

  @SuppressWarnings("unchecked") // a value is stored only through its own key
  public <T> T get(Key<T> key) {
    if (keys.get(key.name()) != key) {
      throw new IllegalArgumentException("key " + key + " is not one of " + keys.keySet());
    }
    return (T) values.get(key.name());
  }

  /** The keys in their order. */
  public List<Key<?>> keys() {
    return List.copyOf(keys.values());
  }

  /** The keys with their values, in their order. */
  public List<Entry> entries() {
    return keys.values().stream().map(key -> new Entry(key, get(key), text(key))).toList();
  }

  /** These settings, if they are of exactly the given keys. */
  Settings requireKeys(List<Key<?>> expected) {
    if (!keys().equals(expected)) {
      throw new IllegalArgumentException("keys: " + keys() + " are not " + expected);
    }
    return this;
  }

  /** The value of a key as one line of YAML. */
  public String text(Key<?> key) {
    return write(key);
  }

  private <T> String write(Key<T> key) {
    return key.type().write(get(key));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings that && keys.equals(that.keys) && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return keys.values().stream()
        .map(key -> key.name() + ": " + text(key))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Collects values; keys that are not set keep their default. */
  public static final class Builder {
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Builder(List<Key<?>> keys) {
      for (Key<?> key : keys) {
        if (this.keys.put(key.name(), key) != null) {
          throw new IllegalArgumentException("key " + key + " is declared twice");
        }
        key.fallback().ifPresent(fallback -> values.put(key.name(), fallback));
      }
    }

    public <T> Builder set(Key<T> key, T value) {
      if (keys.get(key.name()) != key) {
        throw new IllegalArgumentException("key " + key + " is not one of " + keys.keySet());
      }
      values.put(key.name(), key.type().requireValid(value));
      return this;
    }

    public Settings build() {
      for (Key<?> key : keys.values()) {
        if (!values.containsKey(key.name())) {
          throw new IllegalArgumentException(key + " is required");
        }
      }
      return new Settings(
          Collections.unmodifiableMap(new LinkedHashMap<>(keys)), Map.copyOf(values));
    }
  }
}
