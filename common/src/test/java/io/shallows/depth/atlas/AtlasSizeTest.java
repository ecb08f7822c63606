package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtlasSizeTest {

  private static Dataset labels(int samples, int inputDimension) {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\n",
                "spec.yaml",
                List.of("problem.kind=random-labels", "problem.samples=" + samples));
    return Problem.of(spec, 0, inputDimension).dataset(TableSource.none()).orElseThrow();
  }

  /** Drawn samples are in general position. */
  @ParameterizedTest
  @CsvSource({"9, 1", "16, 1", "8, 2", "12, 2", "7, 3"})
  void countsWhatTheArrangementHas(int samples, int inputDimension) {
    Dataset data = labels(samples, inputDimension);
    for (boolean freeSkip : new boolean[] {false, true}) {
      Arrangement found = Arrangement.of(data, freeSkip);
      AtlasSize size = AtlasSize.of(samples, data.inputs(), freeSkip);
      assertEquals(found.cones(), size.cones());
      for (int width = 1; width <= 4; width++) {
        assertEquals((double) Atlas.states(found, width), size.states(width));
      }
      // facets between a cone that acts and one that does nothing are not listed
      assertTrue(found.facets().size() <= size.facets());
      assertTrue(found.facets().size() >= 0.75 * size.facets());
      assertTrue(size.isPossible());
    }
  }

  @ParameterizedTest
  @CsvSource({"1001, 1", "46, 2", "2, 2"})
  void refusesWhatTheArrangementRefuses(int samples, int inputDimension) {
    Dataset data = labels(samples, inputDimension);
    assertFalse(AtlasSize.of(samples, data.inputs(), false).isPossible());
    assertThrows(IllegalArgumentException.class, () -> Arrangement.of(data, false));
  }
}
