package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.launch.SmallStore;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page that says how a row is checked from outside: its program, and the same arithmetic here,
 * which knows nothing of networks but what the page says, get the losses of rows of every family.
 */
class RowCheckTest {

  private static final String GRID =
      """
      apiVersion: shallows/v1
      name: rows
      grid: {family: [%s], width: [%d], networkDepth: %s, inputDimension: [2], seed: {count: 1}}
      problem: %s
      training: {maxIterations: 2%s}
      measurement: {depth: {enabled: false}, singularities: false, spectrum: false}
      output: {uri: %s}
      """;

  private static final String FAMILIES =
      String.join(", ", NetworkFamilies.all().stream().map(NetworkFamily::name).toList());

  private static final String TEACHER = "{kind: teacher, samples: 6, teacherWidth: 2}";

  @TempDir private static Path folder;
  private static Path squared;
  private static Path entropy;

  @BeforeAll
  static void run() throws IOException {
    squared = sweep("squared", FAMILIES, 4, "[0, 3]", TEACHER, "");
    entropy =
        sweep(
            "entropy",
            "plain, residual",
            4,
            "[1]",
            "{kind: classes, classes: 3, samples: 9}",
            ", loss: cross-entropy, optimizer: adam");
  }

  private static Path sweep(
      String name, String families, int width, String depths, String problem, String training)
      throws IOException {
    Path store = folder.resolve(name);
    Path spec =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            GRID.formatted(families, width, depths, problem, training, store));
    SmallStore.Answer answer = SmallStore.shallows("run", spec.toString(), "--master", "local[2]");
    assertEquals(0, answer.code(), answer.err());
    return store;
  }

  private static List<JsonNode> rows(Path store, String table) throws IOException {
    SmallStore.Answer answer =
        SmallStore.shallows("export", store.toString(), "--format", "json", table);
    assertEquals(0, answer.code(), answer.err());
    List<JsonNode> rows = new ArrayList<>();
    for (String line : answer.out().lines().toList()) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  private static double[] reals(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  /** The losses of all rows, from what {@code data} prints and the column {@code parameters}. */
  @Test
  void dataAndParametersGiveTheLossOfEveryRow() throws IOException {
    Map<String, Integer> checked = new TreeMap<>();
    for (Path store : List.of(squared, entropy)) {
      for (JsonNode row : rows(store, "minima")) {
        String id = row.get("trial_id").asText();
        String problem = row.get("problem_id").asText();
        SmallStore.Answer data =
            SmallStore.shallows(
                "data", store.toString(), problem.substring(0, 8), "--format", "csv");
        assertEquals(0, data.code(), data.err());
        List<String> lines = data.out().lines().toList();
        String[] header = lines.get(0).split(",", -1);
        int outputs = (int) List.of(header).stream().filter(name -> name.startsWith("y")).count();
        int inputs = header.length - outputs;
        double[][] x = new double[lines.size() - 1][inputs];
        double[][] y = new double[lines.size() - 1][outputs];
        for (int s = 0; s < x.length; s++) {
          String[] cells = lines.get(s + 1).split(",", -1);
          for (int i = 0; i < header.length; i++) {
            double value = Double.parseDouble(cells[i]);
            if (i < inputs) {
              x[s][i] = value;
            } else {
              y[s][i - inputs] = value;
            }
          }
        }
        assertEquals("one", header[inputs - 1]);
        Map<String, double[][]> archive = matrices(archive(store, id.substring(0, 8)));
        String family = row.get("family").asText();
        Forward forward =
            new Forward(
                family,
                inputs,
                row.get("width").asInt(),
                row.get("network_depth").asInt(),
                outputs,
                reals(row.get("parameters")),
                archive);
        double loss = 0;
        for (int s = 0; s < x.length; s++) {
          double[] f = forward.outputs(x[s]);
          loss += store.equals(squared) ? square(f, y[s]) : entropy(f, y[s]);
          assertArrayEquals(archive.get("x")[s], x[s]);
          assertArrayEquals(archive.get("y")[s], y[s]);
        }
        loss /= x.length;
        double stored = row.get("loss").asDouble();
        assertEquals(stored, loss, 1e-12 * Math.max(1, stored), family + " " + id);
        checked.merge(family, 1, Integer::sum);
      }
    }
    assertEquals(NetworkFamilies.all().size(), checked.size(), "families checked: " + checked);
  }

  private static double square(double[] f, double[] y) {
    double sum = 0;
    for (int k = 0; k < f.length; k++) {
      sum += (f[k] - y[k]) * (f[k] - y[k]);
    }
    return sum;
  }

  /** About the largest output: in a valley outputs are larger than an exponential can be. */
  private static double entropy(double[] f, double[] y) {
    double largest = Arrays.stream(f).max().orElseThrow();
    double sum = 0;
    double own = 0;
    for (int k = 0; k < f.length; k++) {
      sum += Math.exp(f[k] - largest);
      own += (f[k] - largest) * y[k];
    }
    return Math.log(sum) - own;
  }

  /** The program of the page in NumPy, on one archive of each family and depth. */
  @Test
  void theProgramOfThePageAgrees() throws Exception {
    assumeTrue(python("import numpy").code() == 0, "no python3 with numpy");
    agrees(programs().get(0));
  }

  /** The program of the page in PyTorch, on the same archives. */
  @Test
  void theProgramInTorchAgrees() throws Exception {
    assumeTrue(python("import numpy, torch").code() == 0, "no python3 with numpy and torch");
    agrees(programs().get(1));
  }

  private static List<String> programs() throws IOException {
    List<String> programs =
        Block.all().stream()
            .filter(block -> block.page().endsWith("rows.md") && block.kind().equals("python"))
            .map(Block::code)
            .toList();
    assertEquals(2, programs.size());
    return programs;
  }

  /** Runs a program of the page on all archives, in one Python. */
  private static void agrees(String program) throws Exception {
    List<String> files = new ArrayList<>();
    for (Path store : List.of(squared, entropy)) {
      for (JsonNode row : rows(store, "minima")) {
        String id = row.get("trial_id").asText();
        Path file = Files.createTempFile(folder, id, ".npz");
        files.add(Files.write(file, archive(store, id)).toString());
      }
    }
    assertTrue(files.size() >= 18, "checked " + files.size());
    Path text = Files.writeString(Files.createTempFile(folder, "program", ".py"), program);
    SmallStore.Answer answer =
        python(
            "program = open('"
                + text
                + "').read()\n"
                + "for file in '"
                + String.join(" ", files)
                + "'.split():\n"
                + "    exec(program.replace('trial.npz', file), {})\n");
    assertEquals(0, answer.code(), answer.out());
    assertEquals(files.size(), answer.out().lines().filter(l -> l.contains(" loss ")).count());
  }

  private static byte[] archive(Path store, String id) throws IOException {
    Path file = Files.createTempFile(folder, "trial", ".npz");
    Files.delete(file);
    SmallStore.Answer answer =
        SmallStore.shallows(
            "export", store.toString(), "--format", "npz", "--trial", id, file.toString());
    assertEquals(0, answer.code(), answer.err());
    return Files.readAllBytes(file);
  }

  /** The matrices of an archive, by a reader of its own. */
  private static Map<String, double[][]> matrices(byte[] archive) throws IOException {
    Map<String, double[][]> found = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] file = zip.readAllBytes();
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        String header = new String(file, 10, length, StandardCharsets.US_ASCII);
        Matcher shape =
            Pattern.compile("'descr': '<f8', .*'shape': \\((\\d+), ?(\\d+)\\)").matcher(header);
        if (shape.find()) {
          assertTrue(header.contains("'fortran_order': False"), header);
          ByteBuffer values =
              ByteBuffer.wrap(file, 10 + length, file.length - 10 - length)
                  .order(ByteOrder.LITTLE_ENDIAN);
          double[][] matrix =
              new double[Integer.parseInt(shape.group(1))][Integer.parseInt(shape.group(2))];
          for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
              row[j] = values.getDouble();
            }
          }
          found.put(entry.getName().replace(".npy", ""), matrix);
        }
      }
    }
    return found;
  }

  private static SmallStore.Answer python(String program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/usr/bin/env", "python3", "-c", program)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    return new SmallStore.Answer(process.waitFor(), out, "");
  }

  /** The forward pass as the page tells it, one sample at a time. */
  private static final class Forward {

    private final String family;
    private final int depth;
    private final Map<String, double[][]> weights = new LinkedHashMap<>();
    private final Map<String, double[][]> archive;
    private final double[] theta;
    private int at;

    Forward(
        String family,
        int inputs,
        int width,
        int depth,
        int outputs,
        double[] theta,
        Map<String, double[][]> archive) {
      this.family = family;
      this.depth = depth;
      this.theta = theta;
      this.archive = archive;
      take("W0", inputs, width);
      for (int l = 1; l <= depth; l++) {
        if (family.equals("residual")) {
          take("U" + l, width, width);
          take("V" + l, width, width);
        } else {
          take("W" + l, width, width);
        }
        if (isOrhan()) {
          take("b" + l, 1, width);
        }
      }
      take("A", width, outputs);
      if (family.equals("long-skip") && depth > 0) {
        take("B", width, outputs);
      }
      if (family.equals("linear-skip")) {
        take("C", inputs, outputs);
      }
      assertEquals(theta.length, at, family);
      weights.forEach(
          (name, matrix) -> {
            for (int i = 0; i < matrix.length; i++) {
              assertArrayEquals(archive.get(name)[i], matrix[i], family + " " + name);
            }
          });
    }

    private boolean isOrhan() {
      return family.startsWith("orhan") || family.startsWith("hyper");
    }

    private void take(String name, int rows, int columns) {
      double[][] matrix = new double[rows][columns];
      for (double[] row : matrix) {
        for (int j = 0; j < columns; j++) {
          row[j] = theta[at++];
        }
      }
      weights.put(name, matrix);
    }

    double[] outputs(double[] x) {
      double[] h = relu(times(x, weights.get("W0")));
      if (isOrhan()) {
        return times(orhan(h), weights.get("A"));
      }
      if (family.equals("residual")) {
        for (int l = 1; l <= depth; l++) {
          double[] inner = relu(times(h, weights.get("U" + l)));
          h = plus(h, times(inner, weights.get("V" + l)), 1);
        }
        return times(h, weights.get("A"));
      }
      double[] z = h;
      for (int l = 1; l <= depth; l++) {
        z = relu(times(z, weights.get("W" + l)));
      }
      if (family.equals("long-skip")) {
        double[] f = times(h, weights.get("A"));
        return depth == 0 ? f : plus(f, times(z, weights.get("B")), 1);
      }
      double[] f = times(z, weights.get("A"));
      return family.equals("linear-skip") ? plus(f, times(x, weights.get("C")), 1) : f;
    }

    private double[] orhan(double[] first) {
      List<double[]> layers = new ArrayList<>(List.of(first));
      double[] earlier = new double[first.length];
      for (int l = 1; l <= depth; l++) {
        double[] below = layers.get(l - 1);
        double[] next = relu(plus(times(below, weights.get("W" + l)), weights.get("b" + l)[0], 1));
        if (!family.equals("orhan-plain")) {
          next = plus(next, below, 1);
        }
        if (family.startsWith("hyper") && l >= 2) {
          earlier = plus(earlier, skip(l - 2, layers.get(l - 2)), 1);
          next = plus(next, earlier, 1.0 / l);
        }
        layers.add(next);
      }
      return layers.get(depth);
    }

    private double[] skip(int k, double[] h) {
      if (family.equals("hyper-residual")) {
        return times(h, archive.get("Q" + k));
      }
      return family.equals("hyper-residual-low-rank")
          ? times(times(h, archive.get("R" + k)), archive.get("P" + k))
          : h;
    }

    private static double[] relu(double[] z) {
      double[] h = z.clone();
      for (int i = 0; i < h.length; i++) {
        h[i] = Math.max(h[i], 0);
      }
      return h;
    }

    private static double[] plus(double[] a, double[] b, double factor) {
      double[] sum = a.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * b[i];
      }
      return sum;
    }

    private static double[] times(double[] row, double[][] matrix) {
      double[] product = new double[matrix[0].length];
      for (int i = 0; i < row.length; i++) {
        for (int j = 0; j < product.length; j++) {
          product[j] += row[i] * matrix[i][j];
        }
      }
      return product;
    }
  }
}
