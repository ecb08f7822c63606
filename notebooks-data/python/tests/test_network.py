"""Networks from exported files alone."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy
import shallows
import support
from shallows import launcher


def exports():
    return sorted((Path(support.MADE) / "exports").glob("*.npz"))


def tolerance(network):
    """Of a loss: a cross-entropy is a difference of outputs, which in a valley to infinity are a million times as large."""
    if network.output_loss == "squared":
        return 1e-12 * network.row["loss"]
    return max(1e-12 * network.row["loss"], 50 * numpy.finfo(float).eps * abs(network.forward(network.x)).max())


@support.needs_sweeps
class ExportedTest(unittest.TestCase):
    def test_the_loss_of_every_family_and_kind_of_problem_is_that_of_the_row(self):
        families, sweeps, losses, depths, committees = set(), set(), set(), set(), set()
        for file in exports():
            network = shallows.load(file)
            loss = network.loss()
            self.assertLessEqual(abs(loss - network.row["loss"]), tolerance(network), file.name)
            families.add((network.family, network.teacher is None))
            sweeps.add(file.name.split("-")[0])
            losses.add(network.output_loss)
            depths.add((network.family, network.network_depth))
            committees.add(network.committee)
        both = {(family, on_data) for family in shallows.FAMILIES for on_data in (True, False)}
        self.assertEqual(both, families)
        kinds = {"teacher", "gaussian", "planar", "polynomial", "trap", "labels", "classes", "points", "table", "penalty"}
        self.assertEqual(kinds, sweeps)
        self.assertEqual({"squared", "cross-entropy"}, losses)
        self.assertEqual({True, False}, committees)
        for family in shallows.FAMILIES:
            self.assertIn((family, 0), depths)
            self.assertIn((family, 3), depths)

    def test_matrices_are_the_column_parameters_in_its_order(self):
        for file in exports():
            with numpy.load(file) as archive:
                network = shallows.load(file)
                self.assertTrue(numpy.array_equal(archive["parameters"], network.parameters), file.name)
                self.assertTrue(numpy.array_equal(network.at(archive["parameters"]).parameters, network.parameters))
                named = {n for n in archive.files if archive[n].ndim == 2} - {"x", "y", "teacher"}
                self.assertEqual(named, set(network.numpy()))

    def test_the_constant_of_the_biases_may_be_left_out(self):
        network = shallows.load(next(file for file in exports() if file.name.startswith("teacher")))
        self.assertTrue(numpy.array_equal(numpy.ones(len(network.x)), network.x[:, -1]))
        self.assertTrue(numpy.array_equal(network.forward(network.x), network.forward(network.x[:, :-1])))

    def test_what_is_saved_is_measured_with_the_loss_and_the_penalty_that_it_has_here(self):
        files = [file for file in exports() if file.name.startswith(("penalty", "labels"))]
        self.assertEqual({True, False}, {shallows.load(file).penalty > 0 for file in files})
        with tempfile.TemporaryDirectory() as folder:
            for file in [files[0], files[-1]]:
                network = shallows.load(file)
                saved = Path(folder) / "saved.npz"
                network.save(saved, network.x, network.y)
                said = subprocess.run(
                    [launcher.find(None, []), "measure", str(saved), "--json", "--set", "measurement.depth.budget=20"],
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(0, said.returncode, said.stderr)
                facts = json.loads(said.stdout)
                self.assertAlmostEqual(network.loss(), facts["loss"], delta=1e-12 * network.row["loss"])
                self.assertEqual(network.row["kind"], facts["minimum_kind"])
                self.assertEqual(network.penalty, facts.get("kappa", 0))
                self.assertAlmostEqual(network.penalized(), facts.get("penalty", 0), delta=1e-14)

    @support.needs("torch")
    def test_tensors_give_the_same_outputs_losses_and_a_gradient(self):
        import torch

        for file in exports():
            network = shallows.load(file)
            if network.x is None:
                continue
            w = network.torch()
            for name in network.weights:
                w[name].requires_grad_(True)
            x, y = torch.from_numpy(network.x), torch.from_numpy(network.y)
            f = shallows.forward(network.family, w, x)
            numpy.testing.assert_allclose(f.detach().numpy(), network.forward(network.x), rtol=1e-12, atol=1e-14)
            loss = shallows.loss(network.output_loss, f, y)
            self.assertLessEqual(abs(loss.item() - network.row["loss"]), 1e-12 * network.row["loss"], file.name)
            loss.backward()
            gradient = numpy.concatenate([w[name].grad.numpy().ravel() for name in network.shapes])
            direction = numpy.random.default_rng(5).standard_normal(len(gradient))
            step = 1e-6
            slope = (
                network.at(network.parameters + step * direction).loss(network.x, network.y)
                - network.at(network.parameters - step * direction).loss(network.x, network.y)
            ) / (2 * step)
            # A unit whose kink lies within the step bends the difference.
            if all(abs(z) > 1e-4 for z in (network.x @ network.weights["W0"]).ravel()) and network.network_depth == 0:
                self.assertAlmostEqual(slope, gradient @ direction, delta=1e-6 * max(1, abs(slope)))


class NetworkTest(unittest.TestCase):
    def test_outputs_by_hand(self):
        x = numpy.array([[2.0, 1.0], [-3.0, 1.0]])
        w = {"W0": [[1.0, -1.0], [0.5, 0.0]], "A": [[2.0], [3.0]]}
        plain = shallows.Network("plain", w)
        # units relu(x + .5) and relu(-x)
        numpy.testing.assert_array_equal([[5.0], [9.0]], plain.forward(x))
        self.assertEqual((1 + 4) / 2, plain.loss(x, [4.0, 7.0]))
        skip = shallows.Network("linear-skip", {**w, "C": [[1.0], [10.0]]})
        numpy.testing.assert_array_equal([[17.0], [16.0]], skip.forward(x))
        committee = shallows.Network("plain", {"W0": w["W0"]})
        numpy.testing.assert_array_equal([[2.5], [3.0]], committee.forward(x))

    def test_a_penalty_is_in_the_loss_and_is_that_of_no_scale(self):
        weights = {"W0": numpy.array([[3.0, 0.0], [4.0, 2.0]]), "A": numpy.array([[0.5], [-1.0]]), "C": numpy.array([[9.0], [9.0]])}
        network = shallows.Network("linear-skip", weights, penalty=0.1)
        x, y = numpy.array([[1.0, 1.0], [-2.0, 1.0]]), numpy.array([1.0, 2.0])
        alone = shallows.Network("linear-skip", weights)
        self.assertEqual(0.0, alone.penalized())
        self.assertAlmostEqual(0.1 * (0.5 * 5 + 1 * 2), network.penalized(), delta=1e-15)
        self.assertAlmostEqual(alone.loss(x, y) + 0.45, network.loss(x, y), delta=1e-12)
        other = shallows.Network(
            "linear-skip", {**weights, "W0": weights["W0"] * [2, 4], "A": weights["A"] / [[2], [4]]}, penalty=0.1
        )
        self.assertAlmostEqual(network.loss(x, y), other.loss(x, y), delta=1e-12)
        self.assertEqual(0.1, network.at(network.parameters).penalty)
        deep = {"W0": numpy.eye(2), "W1": numpy.eye(2), "A": numpy.ones((2, 1))}
        with self.assertRaisesRegex(ValueError, "penalty: 0.1 is of two-layer networks"):
            shallows.Network("plain", deep, penalty=0.1).loss(x, y)

    def test_what_is_saved_is_loaded(self):
        x, y = numpy.array([[1.0, 1.0], [-2.0, 1.0]]), numpy.array([1.0, 2.0])
        units = {"W0": [[3.0, 0.0], [4.0, 2.0]]}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "saved.npz"
            for network in [
                shallows.Network("linear-skip", {**units, "A": [[0.5], [-1.0]], "C": [[9.0], [9.0]]}, penalty=0.1),
                shallows.Network("plain", units),
                shallows.Network("plain", units, teacher=numpy.eye(2)),
            ]:
                samples = () if network.teacher is not None else (x, y)
                network.save(file, *samples)
                again = shallows.load(file)
                self.assertTrue(numpy.array_equal(network.parameters, again.parameters))
                self.assertEqual(network.loss(*samples), again.loss())
                self.assertEqual(
                    (network.family, network.penalty, network.committee, network.output_loss),
                    (again.family, again.penalty, again.committee, again.output_loss),
                )

    def test_the_population_loss_of_one_unit_by_hand(self):
        # E (relu(2z) - relu(z))^2 / 2 = E relu(z)^2 / 2 = 1/4; of opposite units (1/2 + 1/2) / 2
        one = numpy.array([[1.0], [0.0]])
        self.assertAlmostEqual(0.25, shallows.Network("plain", {"W0": 2 * one}, teacher=one).loss(), delta=1e-15)
        self.assertAlmostEqual(0.5, shallows.Network("plain", {"W0": -one}, teacher=one).loss(), delta=1e-15)
        self.assertAlmostEqual(0, shallows.Network("plain", {"W0": one}, teacher=one).loss(), delta=1e-15)

    def test_wrong_shapes_are_refused_by_name(self):
        square, tall = numpy.ones((3, 3)), numpy.ones((3, 1))
        for weights, said in [
            ({"A": tall}, "W0: a network needs it"),
            ({"W0": square, "W2": square, "A": tall}, "W1: is missing"),
            ({"W0": square, "A": numpy.ones((4, 1))}, r"A: is \(4, 1\); plain of width 3 has \(3, 1\)"),
            ({"W0": square, "A": tall, "C": tall}, r"C: is \(3, 1\); plain of width 3 has no such matrix"),
        ]:
            with self.assertRaisesRegex(ValueError, said):
                shallows.Network("plain", weights)
        with self.assertRaisesRegex(ValueError, "family: dense is not one of plain"):
            shallows.Network("dense", {"W0": square, "A": tall})
        network = shallows.Network("plain", {"W0": square, "A": tall})
        with self.assertRaisesRegex(ValueError, r"x: shape \(5, 4\); W0 reads rows of 3 numbers"):
            network.forward(numpy.ones((5, 4)))
        with self.assertRaisesRegex(ValueError, "9 numbers, plain of these sizes has 12"):
            network.at(numpy.ones(9))

    def test_torch_says_what_to_install(self):
        try:
            import torch  # noqa: F401

            self.skipTest("torch is installed")
        except ImportError:
            pass
        with self.assertRaisesRegex(ImportError, "pip install torch"):
            shallows.Network("plain", {"W0": numpy.ones((2, 3)), "A": numpy.ones((3, 1))}).torch()


if __name__ == "__main__":
    unittest.main()
