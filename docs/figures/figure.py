#!/usr/bin/env python3
"""Cuts a figure out of a report, as the button "Save SVG" of the page would save it.

    python3 docs/figures/figure.py out/quickstart/report/index.html bound-ratio 2 docs/figures/bound-ratio.svg

Needs chromium or google-chrome on the PATH. Charts are those of notebooks-data/charts, their panels are numbered from 1.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import xml.dom.minidom


def main(page, chart, panel, target):
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if browser is None:
        sys.exit("no chromium or google-chrome on the PATH")
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=760,1000",
               "--virtual-time-budget=60000", "--dump-dom", pathlib.Path(page).resolve().as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    place = re.search(rf'data-chart="{re.escape(chart)}".*?</details>', dom, re.S)
    if place is None:
        sys.exit(f"{page} has no figure {chart}; it has {sorted(set(re.findall('data-chart=.([a-z-]+)', dom)))}")
    figures = re.findall("<svg.*?</svg>", place.group(0), re.S)
    if int(panel) > len(figures):
        sys.exit(f"{chart} has {len(figures)} panels")
    # The page hides the drawing from screen readers, which get its table; alone it has a text of its own.
    svg = figures[int(panel) - 1].replace(' aria-hidden="true"', "", 1)
    if "xmlns=" not in svg[:300]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    xml.dom.minidom.parseString(svg)
    pathlib.Path(target).write_text(svg + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
