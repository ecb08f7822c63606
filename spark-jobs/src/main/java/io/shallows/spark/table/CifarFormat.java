package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR's binary versions: records of one label byte (CIFAR-10) or a coarse and a fine one
 * (CIFAR-100) and 3 x 32 x 32 bytes, the red, green and blue planes row by row.
 */
enum CifarFormat implements TableFormat {
  /** CIFAR-10. */
  TEN(10),
  /** CIFAR-100: coarse, then fine. */
  HUNDRED(20, 100);

  private static final int PIXELS = 3 * 32 * 32;

  /** Number of classes of each label byte. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of makes the list, and it is immutable
  private final List<Integer> classes;

  CifarFormat(Integer... classes) {
    this.classes = List.of(classes);
  }

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    int record = classes.size() + PIXELS;
    List<Integer> firstRow = new ArrayList<>();
    int rows = 0;
    for (Content file : features) {
      int length = file.bytes().length;
      if (length == 0 || length % record != 0) {
        FileSignature.refuse(file);
        throw file.damaged(
            "has " + length + " bytes, which is no multiple of " + record,
            "copy it again, or check problem.format");
      }
      for (int at = 0; at < length; at += record) {
        requireLabels(file, at, at / record + 1);
      }
      firstRow.add(rows);
      rows = Math.addExact(rows, length / record);
    }
    int labelByte = settings.get(TableProblem.TARGET).equals("coarse") ? 0 : classes.size() - 1;
    return new Images(features, firstRow, rows, record, classes.size(), labelByte);
  }

  private void requireLabels(Content file, int at, int row) {
    for (int k = 0; k < classes.size(); k++) {
      int label = file.bytes()[at + k] & 0xff;
      if (label >= classes.get(k)) {
        FileSignature.refuse(file);
        throw file.damaged(
            "has the label " + label + " in row " + row + ", above " + (classes.get(k) - 1),
            "copy it again, or check problem.format");
      }
    }
  }

  private record Images(
      List<Content> files,
      List<Integer> firstRow,
      int rows,
      int record,
      int labelBytes,
      int labelByte)
      implements TableData {

    @Override
    public String name() {
      return files.get(0).name() + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "");
    }

    @Override
    public int features() {
      return PIXELS;
    }

    @Override
    public double feature(int row, int column) {
      return value(row, labelBytes + column);
    }

    @Override
    public String label(int row) {
      return Integer.toString(value(row, labelByte));
    }

    @Override
    public boolean isSparse() {
      return false;
    }

    private int value(int row, int offset) {
      int file = files.size() - 1;
      while (firstRow.get(file) > row) {
        file--;
      }
      return files.get(file).bytes()[(row - firstRow.get(file)) * record + offset] & 0xff;
    }
  }
}
