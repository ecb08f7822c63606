package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.PathCertificate;
import java.util.List;

/**
 * Gives paths of moves of one layer set their exact certificate, from the states at the vertices.
 */
public interface VertexCertifier {

  /**
   * The certificate of a path.
   *
   * @throws IllegalArgumentException if a segment moves more than one layer set
   */
  PathCertificate certify(List<NodeValues> states);
}
