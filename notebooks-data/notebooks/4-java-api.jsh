// The Java API from JShell: one row of a reference store computed again, then a network of one's own. From the folder of
// Shallows, after launch/bin/shallows --version has built it:
//
//   jshell --class-path "$(cat launch/target/classpath):$(ls launch/target/shallows-launch-*.jar)" \
//     notebooks-data/notebooks/4-java-api.jsh
//
// docs/java-api.md explains the calls. A Java kernel for Jupyter takes the same lines in cells.

import io.shallows.depth.*;
import io.shallows.depth.measurement.*;
import io.shallows.depth.reference.*;
import io.shallows.grid.*;
import io.shallows.loss.*;
import io.shallows.minimum.*;
import io.shallows.network.*;
import io.shallows.problem.*;
import io.shallows.random.*;
import io.shallows.record.*;
import io.shallows.spark.store.*;
import io.shallows.spec.*;
import io.shallows.training.*;
import io.shallows.trial.*;

// A row of the store, and the sweep that it belongs to
String uri = "notebooks-data/reference/quickstart"
Store store = Store.open(uri, new org.apache.hadoop.conf.Configuration())
List<io.shallows.record.Record> rows = new ArrayList<>()
store.read(TrialsTable.TABLE, rows::add)
SweepSpec spec = SweepVocabulary.reader().read(store.spec(), "spec.yaml")
Grid grid = new Grid(spec)
System.out.println(rows.size() + " rows, " + grid.size() + " trials in the grid")

// The first trial again: equal bits, but for the time it took
TrialRunner runner = TrialRunner.of(spec)
io.shallows.record.Record again = runner.minimum(grid.at(0), Deadline.never()).trial()
String id = again.get(LeadingColumns.TRIAL_ID)
io.shallows.record.Record stored = rows.stream().filter(row -> row.get(LeadingColumns.TRIAL_ID).equals(id)).findFirst().orElseThrow()
boolean equal = again.withoutTimes().equals(stored.withoutTimes())
System.out.println("trial " + id + ", " + stored.get(TrialsTable.MINIMUM_KIND) + " with loss " + stored.find(TrialsTable.LOSS).orElseThrow())
System.out.println("equal bits: " + equal)

// A network of one's own: 6 units and a skip from the first layer to the head, on a sine
int samples = 48
double[] x = new double[2 * samples]
double[] y = new double[samples]
for (int i = 0; i < samples; i++) {
  x[2 * i] = i / 24.0 - 1;
  x[2 * i + 1] = 1;
  y[i] = StrictMath.sin(3 * x[2 * i]);
}
Dataset data = new Dataset(samples, 2, 1, x, y)
NetworkFamily family = NetworkFamilies.named("long-skip")
Network network = family.build(new NetworkShape(6, 1, data.inputs(), data.outputs()))
EmpiricalLoss loss = EmpiricalLoss.of(network, data)
RandomStreams streams = new RandomStreams(1)
double[] start = Initializations.named("he").draw(network, streams.uniform("my network", "start"))
Optimizer optimizer = Optimizers.named("levenberg-marquardt")
TrainingLimits limits = TrainingLimits.of(1e-8, 2000)
MinimumTolerances tolerances = new MinimumTolerances(1e-8, 1e-9, 1e-7, 1e-10)
Minimum minimum = new MinimumSearch(optimizer, limits, tolerances).search(loss, start, Deadline.never())
System.out.println("own network: " + minimum.kind().label() + " with loss " + minimum.loss())

// How deep it is, to the level of the best two-layer network of 2 units
List<Reference> references = new ReferenceSearch(data, streams, "my data", optimizer, limits, 8).search(List.of(2), List.of(), Deadline.never())
DepthMeter meter = new DepthMeter(new SquaredDepth(loss, family, new DepthSettings(List.of("constructive"), 1e-3, 1000)))
DepthMeasurement depth = meter.measure(minimum.theta(), DepthTarget.reference(references.get(references.size() - 1), data))
System.out.println(depth.covered() ? "depth at most " + depth.upper().orElse(Double.NaN) + " to " + depth.level() : "2 units are no better: not covered")

/exit equal ? 0 : 1
