/**
 * The report: one HTML file about one store, and the same page served while a run goes on.
 *
 * <p>Terms. A <em>card</em> is a question with its answer and how sure that is; the first card is
 * the sweep's own question. The <em>next step</em> has a command and its price. A <em>network</em>
 * has one mark in the first figure, and beside it, once pressed, its bracket, way out, spectrum and
 * commands. A <em>report table</em> is a list of rows shown on the page; every other figure is
 * drawn from exactly one, as its definition in folder notebooks-data/charts says, so that every
 * mark can be read as a number below it. The <em>headline</em> is what was found in sentences.
 *
 * <p>The way of the numbers: {@code ReportReader} reads rows, {@code ClimbTally}, {@code
 * TrialTally} and {@code Networks} make the numbers of the page, {@code Answers} and {@code
 * NextSteps} its words, {@code ReportPage} embeds all of it as JSON, and the scripts beside it
 * (plot, networks, figures) only draw. The page runs no script but these, loads nothing, and needs
 * no network.
 */
package io.shallows.launch.report;
