package io.shallows.depth.path;

import java.util.Objects;
import java.util.Optional;

/** A path with its certificate and the name of what found it. */
public record CertifiedPath(String method, Path path, PathCertificate certificate) {
  public CertifiedPath {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(certificate, "certificate");
  }

  /** The path of the lower {@linkplain PathCertificate#barrier barrier}, the first among equals. */
  public static Optional<CertifiedPath> lower(
      Optional<CertifiedPath> a, Optional<CertifiedPath> b) {
    boolean second = b.isPresent() && (a.isEmpty() || b.get().isLowerThan(a.get()));
    return second ? b : a;
  }

  /** Whether less is known to suffice for this path than for another. */
  public boolean isLowerThan(CertifiedPath other) {
    return barrier() < other.barrier();
  }

  /** The path up to its vertex {@code last}, whose loss is {@code loss}. */
  CertifiedPath upTo(int last, double loss) {
    if (last == path.size() - 1) {
      return this;
    }
    Path part = new Path(path.vertices().subList(0, last + 1));
    return new CertifiedPath(method, part, certificate.upTo(last, loss));
  }

  /** The path's barrier. */
  public double barrier() {
    return certificate.barrier();
  }
}
