#!/usr/bin/env python3
"""Cuts a figure out of a report, as the button "Save SVG" of the page would save it.

    python3 docs/figures/figure.py out/quickstart/report/index.html depth-width docs/figures/depth-width.svg

Needs chromium or google-chrome on the PATH. The first panel of the chart is taken; charts are those of
notebooks-data/charts.
"""
import pathlib
import re
import shutil
import subprocess
import sys


def main(page, chart, target):
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if browser is None:
        sys.exit("no chromium or google-chrome on the PATH")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=760,1000",
               "--virtual-time-budget=60000", "--dump-dom", pathlib.Path(page).resolve().as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    place = re.search(rf'data-chart="{re.escape(chart)}".*?(<svg.*?</svg>)', dom, re.S)
    if place is None:
        sys.exit(f"{page} has no figure {chart}; it has {sorted(set(re.findall('data-chart=.([a-z-]+)', dom)))}")
    svg = place.group(1).replace("<svg", '<svg style="background:white"', 1)
    if "xmlns=" not in svg[:300]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    pathlib.Path(target).write_text(svg + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
