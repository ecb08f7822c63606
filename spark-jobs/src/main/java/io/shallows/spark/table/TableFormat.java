package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.spec.Settings;
import java.util.List;

/** A way in which tables are written; one class, one entry in {@link TableFormats}. */
interface TableFormat {

  /**
   * The rows of some files, one after another.
   *
   * @param features at least one file
   * @param labels the files of labels, none where labels stand beside the features
   * @throws io.shallows.spec.SpecException if a file is truncated, mislabelled or of another shape
   */
  TableData parse(List<Content> features, List<Content> labels, Settings settings);
}
