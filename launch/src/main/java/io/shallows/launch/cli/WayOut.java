package io.shallows.launch.cli;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.depth.claim.ClaimDocument;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.landscape.Landscapes;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.NewFile;
import io.shallows.survey.GivenNetwork;
import io.shallows.survey.NetworkSurvey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The files in which the way out to the own level, and what proves both ends of the depth, are
 * left, where any are asked for.
 */
final class WayOut {

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description = "write the way out to the own level to a new archive: vertices, maxima")
  private String archive;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "write what the way out to the own level proves to a new JSON file, which others can check")
  private String certificate;

  @Option(
      names = "--lower-certificate",
      paramLabel = "FILE",
      description =
          "write what proves the lower end of the depth to the own level to a new JSON file; two"
              + " layers and one output")
  private String lowerCertificate;

  /** Refuses files that are there already. */
  void requireAbsent() {
    if (archive != null) {
      NewFile.requireAbsent("--path", archive);
    }
    if (certificate != null) {
      NewFile.requireAbsent("--certificate", certificate);
    }
    if (lowerCertificate != null) {
      NewFile.requireAbsent("--lower-certificate", lowerCertificate);
    }
  }

  /** Refuses a certificate of a loss that no exact arithmetic has, and of a sum with a penalty. */
  void requireFit(GivenNetwork given) {
    if ((certificate != null || lowerCertificate != null) && given.penalty() > 0) {
      throw new Mistake(
          "--certificate, --lower-certificate: speak of the loss alone, and this network has a"
              + " penalty of "
              + given.penalty()
              + "; --path has the way out, --penalty 0 measures the loss alone");
    }
    if ((certificate != null || lowerCertificate != null)
        && !Landscapes.isLeastSquares(given.cost())) {
      throw new Mistake(
          "--certificate, --lower-certificate: can be made for the squared loss, not for "
              + given.cost().name());
    }
  }

  /** The files that are asked for. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    Optional.ofNullable(archive).ifPresent(files::add);
    Optional.ofNullable(certificate).ifPresent(files::add);
    Optional.ofNullable(lowerCertificate).ifPresent(files::add);
    return files;
  }

  /** Whether a depth has what is to be written. */
  boolean isIn(NetworkSurvey.Depth depth) {
    boolean asked = archive != null || certificate != null;
    return depth.drop().isPresent() && (!asked || depth.measured().best().isPresent());
  }

  /** Writes the files; says what was written, and what there is no proof of. */
  List<String> write(NetworkSurvey survey, double[] theta, NetworkSurvey.Depth depth) {
    List<String> written = new ArrayList<>(files());
    List<String> said = new ArrayList<>();
    if (archive != null) {
      NewFile.write("--path", archive, arrays(depth.measured().best().orElseThrow()));
    }
    if (lowerCertificate != null) {
      try {
        String document = ClaimDocument.json(survey.lowerClaim(theta, depth), about(depth));
        NewFile.write(
            "--lower-certificate", lowerCertificate, document.getBytes(StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        written.remove(lowerCertificate);
        said.add(
            "no certificate of the lower end: "
                + e.getMessage()
                + "; "
                + lowerCertificate
                + " not written");
      }
    }
    if (certificate != null) {
      Map<String, String> about = about(depth);
      about.put("depth_method", depth.measured().best().orElseThrow().method());
      String document;
      try {
        document = ClaimDocument.json(survey.claim(depth), about);
      } catch (IllegalArgumentException e) {
        throw new Mistake("--certificate: cannot be made of the way out: " + e.getMessage());
      }
      NewFile.write("--certificate", certificate, document.getBytes(StandardCharsets.UTF_8));
    }
    if (!written.isEmpty()) {
      said.add(0, "  written to " + String.join(", ", written));
    }
    return said;
  }

  private static Map<String, String> about(NetworkSurvey.Depth depth) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("target", "own");
    about.put("drop", depth.drop().orElseThrow().toString());
    return about;
  }

  private static byte[] arrays(CertifiedPath way) {
    List<double[]> vertices = way.path().vertices();
    int p = vertices.get(0).length;
    double[] flat = new double[vertices.size() * p];
    for (int v = 0; v < vertices.size(); v++) {
      System.arraycopy(vertices.get(v), 0, flat, v * p, p);
    }
    double[] maxima =
        way.certificate().segmentMaxima().stream().mapToDouble(Double::doubleValue).toArray();
    return NumpyArchive.empty()
        .with("vertices", RowMajor.matrix(vertices.size(), p, flat))
        .with("maxima", RowMajor.vector(maxima))
        .with("certificate", way.certificate().kind().label())
        .bytes();
  }
}
