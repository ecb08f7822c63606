"""Trials of the reference store: losses, paths, slices, bars and figures."""

import re
import tempfile
import unittest
from pathlib import Path

import numpy
import shallows
import support


class PathTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = shallows.Store(support.QUICKSTART)
        cls.trial = cls.store.trial(support.deepest(cls.store))

    def test_the_climb_of_a_path_is_the_upper_end_of_the_depth(self):
        depths = [row for row in self.trial.depths() if row["depth_upper"] is not None]
        self.assertGreaterEqual(len(depths), 3)
        for row in depths:
            path = self.trial.path(row["target"], row["eta"], row["drop"])
            self.assertAlmostEqual(row["depth_upper"], path.climb, delta=1e-9 * row["depth_upper"])
            self.assertEqual(row["reference_loss"], path.level)
            self.assertEqual(row["depth_method"], path.method)
            self.assertTrue(numpy.array_equal(self.trial.parameters, path.vertices[0]))
            self.assertEqual(len(path.vertices), len(path.losses))
            self.assertEqual(len(path.vertices), len(path.maxima) + 1)
            self.assertLessEqual(path.losses[-1], path.level * (1 + 1e-12))
            # A certified maximum is never below the ends of its segment.
            self.assertTrue((path.maxima >= numpy.maximum(path.losses[1:], path.losses[:-1])).all())
            self.assertEqual(path.losses[1:-1].max(), path.losses[path.highest])
            self.assertTrue((numpy.diff(path.length) >= 0).all())

    def test_what_is_left_open_is_asked_for(self):
        with self.assertRaisesRegex(
            shallows.StoreError, r"cell-best; own drop=0\.001; (reference eta=0\.\d+; )*reference eta=0\.9"
        ):
            self.trial.path()
        with self.assertRaisesRegex(shallows.StoreError, "that fit: none"):
            self.trial.path("tree")
        path = self.trial.path("cell-best")
        self.assertEqual("cell-best", path.target)
        self.assertGreater(len(path.vertices), 2)
        self.assertIn(f"cell-best: {len(path.vertices)} vertices", repr(path))

    def test_rows_and_matrices_of_a_trial(self):
        row = self.store.rows("trials", trial_id=self.trial.id)[0]
        self.assertEqual(
            (row["width"], row["network_depth"], row["family"], row["minimum_kind"]),
            (self.trial.width, self.trial.network_depth, self.trial.family, self.trial.kind),
        )
        shapes = {name: w.shape for name, w in self.trial.numpy().items()}
        plain = {"W0": (2, row["width"]), "A": (row["width"], 1)}
        self.assertEqual(plain if row["family"] == "plain" else {**plain, "C": (2, 1)}, shapes)
        self.assertEqual(self.trial["parameter_count"], len(self.trial.network().parameters))

    def test_bars_to_the_best_of_the_cell(self):
        bars = self.trial.bars()
        self.assertEqual([0, 1, 2, 3], sorted(bar.seed for bar in bars))
        self.assertEqual(sorted((bar.loss for bar in bars), reverse=True), [bar.loss for bar in bars])
        self.assertEqual([False] * 3 + [True], [bar.lowest for bar in bars])
        self.assertIsNone(bars[-1].joins)
        for bar in bars[:-1]:
            row = self.store.rows("depths", trial_id=bar.trial_id, target="cell-best")[0]
            self.assertEqual(bar.loss + row["depth_upper"], bar.joins)

    @support.needs_sweeps
    def test_bars_of_the_tree_where_the_sweep_has_one(self):
        store = shallows.Store(Path(support.MADE) / "stores" / "extended")
        rows = store.rows("depths", target="tree")
        self.assertTrue(rows)
        bars = {bar.trial_id: bar for bar in store.trial(rows[0]["trial_id"]).bars()}
        self.assertEqual(1, sum(bar.lowest for bar in bars.values()))
        known = [row for row in rows if row["trial_id"] in bars and row["depth_upper"] is not None]
        known = [row for row in known if not bars[row["trial_id"]].lowest]
        self.assertTrue(known)
        for row in known:
            self.assertEqual(row["loss"] + row["depth_upper"], bars[row["trial_id"]].joins)


class SliceTest(unittest.TestCase):
    def path(self, vertices, losses):
        vertices = numpy.array(vertices, dtype=float)
        return shallows.Path(
            "id", "own", None, 0.1, "string", 0.0, vertices, numpy.array(losses), numpy.array(losses[1:])
        )

    def test_the_plane_goes_through_minimum_saddle_and_goal(self):
        vertices = [[1, 1, 1], [2, 3, 1], [4, 1, 2], [5, 1, 1]]
        path = self.path(vertices, [1.0, 9.0, 3.0, 0.5])
        seen = []
        cut = shallows.Slice.of(path, lambda theta: seen.append(theta) or float(((theta - [1, 1, 1]) ** 2).sum()), 21)
        self.assertEqual({"minimum": (0, 0), "saddle": (1, 2), "goal": (4, 0)}, cut.points)
        # Distances on the axes are those of the parameters.
        a, b = numpy.meshgrid(cut.along, cut.across)
        numpy.testing.assert_allclose(a**2 + b**2, cut.losses, rtol=1e-12)
        self.assertTrue((numpy.array(seen)[:, 2] == 1).all())
        numpy.testing.assert_allclose([0, 0, 1, 0], cut.away, atol=1e-12)
        self.assertTrue(cut.along[0] < 0 and cut.along[-1] > 4 and cut.across[0] < 0 and cut.across[-1] > 2)

    def test_a_highest_vertex_on_the_line_gives_way_to_the_farthest(self):
        path = self.path([[0, 0], [1, 0], [2, 3], [4, 0]], [1.0, 9.0, 3.0, 0.5])
        self.assertEqual((2, 3), shallows.Slice.of(path, lambda theta: 1.0, 5).points["saddle"])

    def test_a_straight_path_has_no_plane(self):
        with self.assertRaisesRegex(ValueError, "is a straight line"):
            shallows.Slice.of(self.path([[0, 0], [1, 0], [4, 0]], [1.0, 9.0, 0.5]), lambda theta: 1.0)
        with self.assertRaisesRegex(ValueError, "ends where it begins"):
            shallows.Slice.of(self.path([[0, 0], [1, 0], [0, 0]], [1.0, 9.0, 0.5]), lambda theta: 1.0)


@support.needs_launcher
class LossTest(unittest.TestCase):
    def test_the_losses_of_all_trials_and_of_vertices_are_those_of_the_rows(self):
        store = shallows.Store(support.QUICKSTART)
        rows = store.rows("trials")
        trial = store.trial(support.deepest(store))
        problems = list(dict.fromkeys([trial["problem_id"], *(row["problem_id"] for row in rows)]))[:3]
        for problem in reversed(problems):  # the trial's own is the last
            x, y = store.data(problem[:8], launcher=support.LAUNCHER)
            self.assertEqual(((128, 2), (128, 1)), (x.shape, y.shape))
            for row in store.rows("trials", problem_id=problem):
                # Below 1e-6 the residuals are differences of outputs a thousand times as large.
                bound = 1e-12 * max(row["loss"], 1e-6)
                self.assertAlmostEqual(row["loss"], store.trial(row["trial_id"]).loss(x, y), delta=bound)
        path = trial.path("cell-best")
        for theta, loss in zip(path.vertices, path.losses):
            self.assertAlmostEqual(loss, trial.network().at(theta).loss(x, y), delta=1e-12 * loss)

    def test_data_and_fixed_matrices_come_from_the_command_line(self):
        stores = Path(support.MADE or self.skipTest("SHALLOWS_TEST_FOLDER is not set")) / "stores"
        store = shallows.Store(stores / "points")
        for family in ("hyper-residual", "hyper-residual-low-rank"):
            row = next(r for r in store.rows("trials", family=family) if r["network_depth"] == 3)
            trial = store.trial(row["trial_id"])
            self.assertTrue({"Q0", "Q1"} <= set(trial.numpy()) or {"R0", "P0", "R1", "P1"} <= set(trial.numpy()))
            self.assertAlmostEqual(row["loss"], trial.loss(), delta=1e-12 * row["loss"])
        for name in ("gaussian", "planar"):
            store = shallows.Store(stores / name)
            for row in store.rows("trials"):
                self.assertAlmostEqual(row["loss"], store.trial(row["trial_id"]).loss(), delta=1e-12 * row["loss"])
        with self.assertRaisesRegex(shallows.LauncherError, "is a population problem"):
            store.data(store.rows("trials")[0]["problem_id"])

    def test_a_launcher_that_is_none_is_named(self):
        store = shallows.Store(support.QUICKSTART)
        with self.assertRaises((shallows.LauncherError, OSError)):
            store.data(store.rows("trials")[0]["problem_id"], launcher="/nowhere/shallows")


@support.needs("matplotlib")
class FiguresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import matplotlib

        matplotlib.use("Agg")
        store = shallows.Store(support.QUICKSTART)
        cls.trial = store.trial(support.deepest(store))
        cls.path = cls.trial.path("cell-best")
        generator = numpy.random.default_rng(7)
        cls.x, cls.y = generator.standard_normal((20, 1)), generator.standard_normal((20, 1))

    def tearDown(self):
        from matplotlib import pyplot

        pyplot.close("all")

    def check(self, axes, *labels):
        """Drawn without a colour, with a title, named axes, and no text that another covers."""
        from matplotlib.colors import to_rgb

        self.assertTrue(axes.get_title() and axes.get_xlabel())
        figure = axes.figure
        figure.canvas.draw()
        for line in axes.lines:
            red, green, blue = to_rgb(line.get_color())
            self.assertTrue(red == green == blue, line.get_label())
        texts = [t.get_text() for t in axes.get_legend().get_texts()] if axes.get_legend() else []
        for label in labels:
            self.assertIn(label, texts)
        boxes = [axes.xaxis.label, axes.yaxis.label, axes.title, axes.get_legend()]
        boxes = [box.get_window_extent() for box in boxes if box is not None and box.get_window_extent().width > 0]
        for i, box in enumerate(boxes):
            for other in boxes[i + 1 :]:
                self.assertFalse(box.overlaps(other), f"{box} {other}")
            page = figure.bbox
            self.assertTrue(box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1, box)

    def test_the_path(self):
        self.check(
            self.trial.plot_path(self.path), "minimum", "highest vertex", "goal", "certified maximum of a segment"
        )
        self.check(self.trial.plot_path(self.trial.path("own")), "minimum", "goal")

    def test_the_slice(self):
        axes = self.trial.plot_slice(self.path, self.x, self.y, resolution=15)
        self.check(axes, "minimum", "saddle", "goal")

    def test_the_barcode(self):
        axes = self.trial.barcode()
        self.check(axes)
        bold = [text.get_text() for text in axes.get_yticklabels() if text.get_fontweight() == "bold"]
        self.assertEqual([f"seed {self.trial['seed']}, {self.trial.kind}"], bold)

    def test_axes_of_ones_own(self):
        from matplotlib import pyplot

        figure, both = pyplot.subplots(1, 2)
        self.assertIs(both[1], self.trial.barcode(axes=both[1]))
        self.assertEqual(0, len(both[0].lines))


class ReadmeTest(unittest.TestCase):
    def test_the_trial_of_the_readme_is_in_the_store_and_has_the_path(self):
        store = shallows.Store(support.QUICKSTART)
        for text in ((support.DATA / "README.md").read_text(encoding="utf-8"), shallows.__doc__):
            named = re.findall(r'store\.trial\("([0-9a-f]+)"\)', text)
            self.assertEqual(1, len(named), text[:60])
            trial = store.trial(named[0])
            self.assertIn("cell-best", text)
            self.assertGreater(len(trial.path(target="cell-best").vertices), 1)

    @support.needs("pandas")
    @support.needs("matplotlib")
    @support.needs_launcher
    def test_the_lines_of_the_readme_run(self):
        import matplotlib

        matplotlib.use("Agg")
        text = (support.DATA / "README.md").read_text(encoding="utf-8")
        programs = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        self.assertEqual(1, len(programs))
        self.assertIn("notebooks-data/reference/quickstart", programs[0])
        with tempfile.TemporaryDirectory() as folder:
            program = programs[0].replace("notebooks-data/reference/quickstart", str(support.QUICKSTART))
            program = program.replace('savefig("', f'savefig("{folder}/')
            exec(compile(program, "README.md", "exec"), {})
            self.assertTrue(list(Path(folder).iterdir()))


if __name__ == "__main__":
    unittest.main()
