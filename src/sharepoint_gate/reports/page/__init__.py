"""The audit as one page that stands alone: no script is needed, and nothing is fetched."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sharepoint_gate.access.audited import Access, AuditReport
from sharepoint_gate.reports.audit_view import view_of
from sharepoint_gate.reports.exposures_text import ENDINGS
from sharepoint_gate.reports.matrix import MEANING
from sharepoint_gate.reports.modes_text import ending, mode_sentence
from sharepoint_gate.reports.plain import REHEARSAL, count
from sharepoint_gate.reports.words import ACCESS, LETTERS, moment, object_words, seen

PERMISSIONS_AUDIT = "Who can see what"


def audit_page(report: AuditReport, *, title: str = PERMISSIONS_AUDIT, is_masked: bool = False) -> str:
    """Return an audit as HTML.

    Args:
        report: What was found; give `masked(report)` for readers outside the business unit.
        title: The page's heading.
        is_masked: Whether names of files are left out; the page then says so.
    """
    template = _environment().get_template("page.html.jinja")
    return template.render(
        view=view_of(report),
        report=report,
        title=title,
        is_masked=is_masked,
        at=moment(report.at),
        letters=[(LETTERS[one], ACCESS[one]) for one in reversed(Access)],
        rehearsal=REHEARSAL,
        signs=MEANING,
        mode=mode_sentence(report.mode, report.observed_cases) if report.mode is not None else "",
        ending=ending,
        style=_source("page.css"),
        script=_source("filter.js"),
        policy=_policy(),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"seen": seen, "count": count, "moment": moment, "object": object_words}
    environment.globals["ENDINGS"] = ENDINGS
    return environment


def _template(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _source(name: str) -> Markup:
    """Return a style or script of our own, which is markup as it stands."""
    return Markup(_template(name))  # noqa: S704 - it comes with the program


def _policy() -> str:
    """Return what a browser may do with this page: its own style and script, and nothing else."""
    style, script = (_hash(_source(name)) for name in ("page.css", "filter.js"))
    return f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
