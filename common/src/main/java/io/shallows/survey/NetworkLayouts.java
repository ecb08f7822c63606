package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The registry of layouts; a new one is one class and one entry here. */
public final class NetworkLayouts {

  private static final List<NetworkLayout> ALL =
      List.of(new NamedLayout(), new ScikitLearnLayout(), new SequentialLayout());

  /** The array, a single number, in which an archive of any layout says kappa. */
  static final String PENALTY = "penalty";

  private NetworkLayouts() {}

  /** One line per layout, for help: its name and the names of its arrays. */
  public static List<String> definitions() {
    return ALL.stream().map(layout -> layout.name() + ": " + layout.definition()).toList();
  }

  /**
   * The network of an archive, by the first layout that knows its names.
   *
   * @param name of the archive, for messages
   * @param weights holds the weights
   * @param samples what the loss is measured on
   * @param family what the user says that it is; empty for what the archive says
   * @param loss name of the loss; empty for what the archive says, or the squared loss
   * @throws IllegalArgumentException if no layout fits, or a weight is missing or of another shape
   */
  public static GivenNetwork read(
      String name,
      NumpyArchive weights,
      Samples samples,
      Optional<String> family,
      Optional<String> loss) {
    return read(name, weights, samples, family, loss, OptionalDouble.empty());
  }

  /**
   * The same with a penalty of units.
   *
   * @param penalty kappa; empty for what the archive says, or 0
   * @throws IllegalArgumentException besides, if a penalty is not of such networks
   */
  public static GivenNetwork read(
      String name,
      NumpyArchive weights,
      Samples samples,
      Optional<String> family,
      Optional<String> loss,
      OptionalDouble penalty) {
    NetworkLayout layout =
        ALL.stream()
            .filter(each -> each.recognises(weights))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        name
                            + ": has "
                            + String.join(", ", weights.names())
                            + ", which are weights of none of "
                            + ALL.stream()
                                .map(each -> each.name() + " (" + each.definition() + ")")
                                .collect(Collectors.joining(", "))));
    OutputLoss cost =
        loss.or(() -> layout.cost(weights)).map(OutputLosses::named).orElse(OutputLosses.SQUARED);
    return layout
        .read(weights, samples, family, cost)
        .with(penalty.isPresent() ? penalty.getAsDouble() : penalty(weights));
  }

  private static double penalty(NumpyArchive weights) {
    if (!weights.has(PENALTY)) {
      return 0;
    }
    INDArray penalty = weights.array(PENALTY);
    if (penalty.length() != 1) {
      throw new IllegalArgumentException(
          PENALTY + ": shape " + RowMajor.shape(penalty) + " is no single number");
    }
    return RowMajor.values(penalty)[0];
  }
}
