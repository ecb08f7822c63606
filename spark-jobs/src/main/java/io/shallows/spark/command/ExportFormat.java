package io.shallows.spark.command;

import java.util.List;

/** A form in which something of a store is given: one class and one entry in {@link #ALL}. */
interface ExportFormat {

  /** The formats, in the order in which help lists them. */
  List<ExportFormat> ALL =
      List.of(
          new CsvExport(),
          new JsonExport(),
          new DrawingExport(),
          new ArraysExport(),
          new CertificateExport(),
          new LowerCertificateExport());

  /** The word that {@code --format} takes. */
  String label();

  /**
   * Gives what is asked for.
   *
   * @throws io.shallows.spark.cli.Mistake if this format has nothing for what was asked
   */
  void write(ExportRequest request);
}
