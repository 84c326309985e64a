"""Writes YAML that our own reader takes: in the order of the models, without aliases.

PyYAML's writer is safe; only its reader is not used (docs/decisions.md).
"""

import yaml

NO_FOLD = 1 << 30
"""A width at which no line is folded: one fact stays on one line, and a diff shows it alone."""


def dump_yaml(data: object, *, is_flow: bool | None = False, width: int = NO_FOLD) -> str:
    """Returns the data as YAML; the same data gives the same bytes.

    With None for the flow style each innermost mapping, such as an office, has one line.
    """
    text: str = yaml.dump(
        data,
        Dumper=_AliasFreeDumper,
        default_flow_style=is_flow,
        allow_unicode=True,
        sort_keys=False,
        width=width,
    )
    return text


# The dumper in C writes the same bytes as the one in Python in about a quarter of the time (1.0 and
# 3.8 s for the published file of members). Not every machine has it.
_BaseDumper: type = yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper


class _AliasFreeDumper(_BaseDumper):  # type: ignore[misc] # one of two classes
    """Writes a day that stands in several places each time: our reader refuses aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Returns True for everything."""
        del data
        return True
