import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.network.NamedWeights;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ND4J's arrays with the classes of the -all jar alone: weights and data to NumPy's files and back. */
public final class ArraysCheck {
  public static void main(String[] arguments) {
    Network network = NetworkFamilies.named("long-skip").build(new NetworkShape(4, 1, 3, 1));
    double[] theta = new double[network.parameterCount()];
    Arrays.setAll(theta, i -> i / 7.0);
    Map<String, INDArray> weights = NamedWeights.of(network, theta);
    NumpyArchive archive = NumpyArchive.empty().with("kind", "kink-strict");
    for (Map.Entry<String, INDArray> weight : weights.entrySet()) {
      archive = archive.with(weight.getKey(), weight.getValue().dup('f'));
    }
    NumpyArchive read = NumpyArchive.of("check.npz", archive.bytes(), 1 << 20);
    weights.replaceAll((name, weight) -> read.array(name));
    INDArray x = RowMajor.matrix(2, 3, new double[] {1, 2, 3, 4, 5, 6});
    Dataset data = Dataset.of(x, x.mmul(weights.get("W0")).getColumn(0));
    boolean equal = Arrays.equals(theta, NamedWeights.parameters(network, weights));
    System.out.println(equal && data.samples() == 2 ? "ok" : "other numbers");
    System.exit(equal ? 0 : 1);
  }
}
