package io.shallows.spark.aggregate;

import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.statistics.Annihilations;
import java.util.ArrayList;
import java.util.List;

/** What became of plain minima of one level and problem within networks with skips, as bytes. */
public final class NestedRun {

  private static final int CERTAIN = 1;
  private static final int SEEN = 2;
  private static final int ZERO = 4;
  private static final int KEPT = 8;
  private static final int HIDDEN = 16;

  private NestedRun() {}

  /** Whether a row belongs to the measurement. */
  public static boolean isUsed(Record nested, String measurementId) {
    return nested.get(NestedTable.MEASUREMENT_ID).equals(measurementId);
  }

  /** The address of a row; its setting is the level. */
  public static CellAddress address(Record nested) {
    return new CellAddress(
        CellAddress.Kind.NESTED,
        Annihilations.Level.of(nested).toText(),
        nested.get(NestedTable.NESTED_FAMILY),
        0,
        nested.get(LeadingColumns.PROBLEM_ID));
  }

  /** Outcomes of one address as bytes. */
  public static byte[] write(List<Annihilations.Outcome> outcomes) {
    return ByteColumns.write(
        out -> {
          out.writeInt(outcomes.size());
          for (Annihilations.Outcome outcome : outcomes) {
            out.writeUTF(outcome.trial());
            out.writeByte(
                (outcome.certain() ? CERTAIN : 0)
                    | (outcome.seen() ? SEEN : 0)
                    | (outcome.zero() ? ZERO : 0)
                    | (outcome.kept() ? KEPT : 0)
                    | (outcome.hidden() ? HIDDEN : 0));
            out.writeDouble(outcome.ratio());
          }
        });
  }

  /** The outcomes that {@link #write} wrote. */
  public static List<Annihilations.Outcome> read(CellAddress address, byte[] bytes) {
    return ByteColumns.read(
        bytes,
        in -> {
          int rows = in.readInt();
          List<Annihilations.Outcome> outcomes = new ArrayList<>(rows);
          for (int i = 0; i < rows; i++) {
            String trial = in.readUTF();
            int flags = in.readByte();
            outcomes.add(
                new Annihilations.Outcome(
                    address.problem(),
                    trial,
                    (flags & CERTAIN) != 0,
                    (flags & SEEN) != 0,
                    (flags & ZERO) != 0,
                    (flags & KEPT) != 0,
                    (flags & HIDDEN) != 0,
                    in.readDouble()));
          }
          return outcomes;
        });
  }
}
