"""Tables as CSV that Excel opens right: UTF-8 with a mark, and no text that it would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from sharepoint_gate.reports.rows import Table, Value

MARK = "\ufeff"
# what spreadsheets begin a formula with; tab and line break hide such a letter behind them
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\N{MINUS SIGN}")


def csv_text(table: Table) -> str:
    """Return a table as the text of a CSV file."""
    return csv_lines([column.title for column in table.columns], table.rows)


def csv_lines(heads: Iterable[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return rows below their heads as the text of a CSV file."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(heads))
    writer.writerows([[harmless(value) for value in row] for row in rows])
    return out.getvalue()


def harmless(value: Value) -> str:
    """Return a value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS) else text
