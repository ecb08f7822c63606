package io.shallows.depth;

import java.util.Objects;
import java.util.Optional;

/** A path with its certificate and the name of what found it. */
public record CertifiedPath(String method, Path path, PathCertificate certificate) {
  public CertifiedPath {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(certificate, "certificate");
  }

  /**
   * The path whose barrier has the lower {@linkplain PathCertificate#ceiling ceiling}, the first
   * among equals.
   */
  static Optional<CertifiedPath> lower(Optional<CertifiedPath> a, Optional<CertifiedPath> b) {
    boolean second = b.isPresent() && (a.isEmpty() || b.get().isLowerThan(a.get()));
    return second ? b : a;
  }

  /** Whether less is known to suffice for this path than for another. */
  boolean isLowerThan(CertifiedPath other) {
    return certificate.ceiling() < other.certificate.ceiling();
  }

  /** The path's barrier. */
  public double barrier() {
    return certificate.barrier();
  }
}
