package io.shallows.depth;

import java.util.Objects;

/** A path with its certificate and the name of what found it. */
public record CertifiedPath(String method, Path path, PathCertificate certificate) {
  public CertifiedPath {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(certificate, "certificate");
  }

  /** The path's barrier. */
  public double barrier() {
    return certificate.barrier();
  }
}
