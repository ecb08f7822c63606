package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import java.util.List;
import java.util.Optional;

/** Samples written out in the spec, such as the few points of published counterexamples. */
final class PointsProblem implements ProblemKind {
  private static final Key<List<List<Double>>> X =
      Key.rows("x", Samples.SIGNED, "inputs, one row per sample");
  private static final Key<List<List<Double>>> Y =
      Key.rows("y", Samples.SIGNED, "targets, one row per sample");
  private static final List<Key<?>> KEYS = List.of(X, Y, Samples.BIAS);

  @Override
  public String name() {
    return "points";
  }

  @Override
  public String summary() {
    return "samples written out in the spec";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
  }

  @Override
  public boolean isOneDataSet(Settings settings) {
    return true;
  }

  @Override
  public Optional<Misfit> misfit(Settings settings, GridSpec grid) {
    List<List<Double>> x = settings.get(X);
    int rows = settings.get(Y).size();
    if (rows != x.size()) {
      return Optional.of(
          new Misfit(
              "problem.y",
              rows + " rows",
              "do not match the " + x.size() + " rows of problem.x",
              "give one row of y for each row of x"));
    }
    int dimension = x.get(0).size();
    return grid.inputDimension().largest() != dimension || grid.inputDimension().size() > 1
        ? Optional.of(
            new Misfit(
                "grid.inputDimension",
                grid.inputDimension() + "",
                "does not match the " + dimension + " columns of problem.x",
                "use inputDimension: [" + dimension + "]"))
        : Optional.empty();
  }

  @Override
  public int inputs(Settings settings, int inputDimension) {
    return Samples.inputs(inputDimension, settings.get(Samples.BIAS));
  }

  @Override
  public int outputs(Settings settings) {
    return settings.get(Y).get(0).size();
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    List<List<Double>> x = settings.get(X);
    int samples = x.size();
    var entries = x.stream().flatMap(List::stream).iterator();
    double[] rows =
        Samples.rows(samples, inputDimension, settings.get(Samples.BIAS), entries::next);
    double[] y =
        settings.get(Y).stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    return Optional.of(
        new Dataset(samples, inputs(settings, inputDimension), outputs(settings), rows, y));
  }
}
