/**
 * One network that was trained elsewhere: whether it is a minimum, and how deep.
 *
 * <p>A <em>layout</em> is the way in which a program keeps weights in an archive of NumPy: names,
 * orientation, biases. A <em>given network</em> is what a layout makes of it: a network of one of
 * the families here, its parameters and the data on which its loss is measured. A <em>survey</em>
 * says of it what a sweep says of its own end points, by the same searches and tolerances.
 *
 * <p>The entries are {@link io.shallows.survey.NetworkLayouts} and {@link
 * io.shallows.survey.NetworkSurvey}. The package does not know grids, stores or rows.
 */
package io.shallows.survey;
