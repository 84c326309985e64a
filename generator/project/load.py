"""The project: finds, loads and checks every file, and collects all Problems.

A campaign, its sender and the recipients are either whole and right, or FilesAreWrongError says everything that is wrong in
all of them together.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError, NoSuchNameError, NoSuchProjectError, Problem
from generator.files import yaml
from generator.files.images import UnusablePictureError, read_picture
from generator.files.text import read_text
from generator.files.yaml import Document
from generator.models import (
    ID_PATTERN,
    Argument,
    ArgumentHeader,
    Ask,
    Campaign,
    CampaignFile,
    Prose,
    Recipient,
    RecipientsFile,
    Sender,
    SenderFile,
    SourceFile,
)
from generator.project import cross_checks, recipient_checks
from generator.project.cross_checks import ArgumentDraft, CampaignDraft, Known, Signs
from generator.project.optional_files import read_beside


@dataclass(frozen=True)
class Project:
    """A folder that holds letters/, templates/ and recipients/."""

    folder: Path

    def campaigns(self) -> tuple[str, ...]:
        """The names of the campaigns, sorted."""
        return tuple(sorted(path.name for path in _folders(self.folder / "letters")))

    def designs(self) -> tuple[str, ...]:
        """The names of the designs, sorted."""
        return tuple(sorted(path.name for path in _folders(self.folder / "templates") if (path / "letter.html").is_file()))

    def recipient_files(self) -> tuple[Path, ...]:
        """The files in recipients/, sorted."""
        return tuple(sorted(path for path in (self.folder / "recipients").glob("*.y*ml") if path.suffix in (".yaml", ".yml")))

    @property
    def synced_recipients(self) -> Path:
        """Where `letters recipients sync` writes the members of Congress."""
        return self.folder / "recipients" / "congress.yaml"

    @property
    def district_table(self) -> Path:
        """Where `letters districts import` puts the lines; the program's own folder, not for people to edit."""
        return self.folder / ".letters" / "districts.sqlite"

    @property
    def cache(self) -> Path:
        """What was fetched from the net, for the next time."""
        return self.folder / ".letters" / "fetched"

    def shown(self, path: Path) -> str:
        """The path as the user would type it: relative to the project where it lies inside."""
        whole, root = path.absolute(), self.folder.absolute()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(path)


@dataclass(frozen=True)
class RecipientsOrigin:
    """A file of recipients: when its facts were true, and where they were read."""

    file: str
    as_of: datetime.date
    source: str
    line: int = 0
    """Where `as_of` stands."""


@dataclass(frozen=True)
class LoadedRecipients:
    """The recipients of one or several files, and where each of them stands, by id."""

    recipients: tuple[Recipient, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    files: tuple[RecipientsOrigin, ...] = ()
    whole: bool = True
    """Whether every file could be read, and all that it says."""


@dataclass(frozen=True)
class Loaded:
    """Everything that a run needs, loaded and checked."""

    campaign: Campaign
    everyone: LoadedRecipients
    warnings: tuple[Problem, ...]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The recipients of all files."""
        return self.everyone.recipients


@dataclass(frozen=True)
class Checked:
    """The campaigns without a mistake, the recipients of the files that could be read, and every problem of all files."""

    campaigns: tuple[Campaign, ...]
    everyone: LoadedRecipients
    problems: tuple[Problem, ...]


# ---------------------------------------------------------------- what others call


def open_project(folder: Path) -> Project:
    """The project in the folder.

    Raises NoSuchProjectError where the folder has no letters/ or no templates/.
    """
    if not ((folder / "letters").is_dir() and (folder / "templates").is_dir()):
        raise NoSuchProjectError(str(folder))
    return Project(folder)


def load(
    project: Project,
    campaign: str,
    *,
    on: datetime.date | None = None,
    sender: Path | None = None,
    recipient_files: Sequence[Path] | None = None,
    signs: Signs | None = None,
) -> Loaded:
    """A campaign and its recipients, every file of them checked; with a date, also that its bills are alive then.

    `signs` says what is wrong with the characters of a text that is to be printed.

    Raises NoSuchNameError for a campaign that is not there, FilesAreWrongError with every problem of all files.
    """
    checked = check_files(project, [campaign], on=on, sender=sender, recipient_files=recipient_files, signs=signs)
    _raise_errors(checked.problems)
    return Loaded(checked.campaigns[0], checked.everyone, checked.problems)


def load_campaign(project: Project, campaign: str, *, on: datetime.date | None = None, sender: Path | None = None) -> Campaign:
    """A campaign, every file of it checked, whatever the recipients' files are like.

    Raises NoSuchNameError for a campaign that is not there, FilesAreWrongError with every problem of its files.
    """
    known = _known(project, _documents(project, None), on=on)
    loaded, problems = _campaign(project, _opened(project, campaign, sender=sender), known=known)
    _raise_errors(problems)
    assert loaded is not None  # noqa: S101 - no errors, hence a campaign
    return loaded


def load_recipients(project: Project, *, files: Sequence[Path] | None = None) -> LoadedRecipients:
    """The recipients of the files, or of all files in recipients/.

    Raises FilesAreWrongError with every problem of the files.
    """
    everyone, problems = _everyone(_documents(project, files), named=recipient_checks.Named())
    _raise_errors(problems)
    return everyone


def check_files(
    project: Project,
    campaigns: Iterable[str],
    *,
    on: datetime.date | None = None,
    sender: Path | None = None,
    recipient_files: Sequence[Path] | None = None,
    signs: Signs | None = None,
) -> Checked:
    """What could be loaded of the campaigns and the recipients, and every problem of all their files together.

    Raises NoSuchNameError for a campaign that is not there.
    """
    names = tuple(campaigns)
    documents = _documents(project, recipient_files or _named_files(project, names))
    known = replace(_known(project, documents, on=on), signs=signs)
    opened = [_opened(project, name, sender=sender) for name in names]
    everyone, found = _everyone(documents, named=_named(project, opened))
    loaded = []
    for one in opened:
        campaign, problems = _campaign(project, one, known=known)
        loaded.append(campaign)
        found |= problems
    return Checked(tuple(filter(None, loaded)), everyone, tuple(sorted(found)))


def check_unnamed(project: Project) -> tuple[Problem, ...]:
    """Every problem of the recipients' files that no campaign is written to, each looked at for itself."""
    used = frozenset[Path]().union(*(_named_files(project, [name]) or project.recipient_files() for name in project.campaigns()))
    opened = [_opened(project, name, sender=None) for name in project.campaigns()]
    unused = (path for path in project.recipient_files() if path not in used)
    found = (_everyone(_documents(project, [path]), named=_named(project, opened))[1] for path in unused)
    return tuple(sorted(problem for problems in found for problem in problems))


def ended(recipient: Recipient, on: datetime.date) -> bool:
    """Whether the recipient's term is over on that day; it ends at noon of the day that the file gives."""
    return recipient.term_end <= on


def _raise_errors(problems: Iterable[Problem]) -> None:
    """Raises FilesAreWrongError where one of the problems is an error."""
    if _has_errors(problems):
        raise FilesAreWrongError(problems)


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _together(of_models: Iterable[Problem], of_files: Iterable[Problem]) -> set[Problem]:
    """All problems; where files that do not fit explain what a model finds wrong with a value, their explanation alone."""
    better = set(of_files)
    explained = {(problem.file, problem.field) for problem in better if problem.field}
    return better | {problem for problem in of_models if (problem.file, problem.field) not in explained}


# ---------------------------------------------------------------- recipients


def _documents(project: Project, files: Sequence[Path] | None) -> tuple[Document, ...]:
    """The recipients' files as they were read; each file once."""
    paths = project.recipient_files() if files is None else tuple({path.absolute(): path for path in files}.values())
    if not paths:
        message = "holds no file of recipients: put one there, like recipients/congress.yaml"
        return (Document("recipients", None, problems=(Problem("recipients", 0, "", message),)),)
    return tuple(yaml.read(path, shown_as=project.shown(path)) for path in paths)


def _named_files(project: Project, campaigns: Sequence[str]) -> tuple[Path, ...] | None:
    """The files that the campaigns name as theirs; None, for all, where one of them names none that is there."""
    known = {path.name: path for path in project.recipient_files()}
    files: list[Path] = []
    for name in campaigns:
        settings = yaml.read(project.folder / "letters" / name / "campaign.yaml", shown_as=name)
        own = [known[entry.text] for entry in settings.root["recipients"].entries if entry.text in known]
        if not own:
            return None
        files += own
    return tuple(dict.fromkeys(files)) or None


def _everyone(given: Sequence[Document], *, named: recipient_checks.Named) -> tuple[LoadedRecipients, set[Problem]]:
    """The recipients of the files that are right, and what is wrong with the others.

    Files made by hand come first, whatever the order in which they are given: their entries stand for synced ones.
    """
    documents = sorted(given, key=recipient_checks.is_synced)
    found: set[Problem] = set()
    people: list[Recipient] = []
    places: dict[str, tuple[str, int]] = {}
    origins: list[RecipientsOrigin] = []
    for document in documents:
        file, problems = yaml.validate(document, RecipientsFile)
        found.update(problems)
        if file is None:
            continue
        origins.append(RecipientsOrigin(document.file, file.as_of, file.source, document.line(("as_of",))))
        for index, person in enumerate(file.recipients):
            if person.id not in places:
                people.append(_with_origin(person, file))
                places[person.id] = (document.file, document.line(("recipients", index)))
    every = _together(found, recipient_checks.roster_problems(documents, named))
    return LoadedRecipients(tuple(people), places, tuple(origins), not _has_errors(every)), every


def _with_origin(person: Recipient, file: RecipientsFile) -> Recipient:
    """The recipient with the file's date and source where they have none of their own."""
    return person.model_copy(update={"as_of": person.as_of or file.as_of, "source": person.source or file.source})


# ---------------------------------------------------------------- campaigns


def _known(project: Project, documents: Iterable[Document], *, on: datetime.date | None) -> Known:
    """The names that campaigns may use, and the date of the letters."""
    committees = recipient_checks.committees_held(documents).union(forms_of_address.COMMITTEES)
    files = frozenset(path.name for path in project.recipient_files())
    return Known(committees, frozenset(project.designs()), files, on)


@dataclass(frozen=True)
class _Opened:
    """The files of a campaign as they were read, and what is wrong with the files as such."""

    folder: Path
    sender_file: Path
    draft: CampaignDraft
    problems: frozenset[Problem]


def _opened(project: Project, name: str, *, sender: Path | None) -> _Opened:
    """The files of the campaign.

    Raises NoSuchNameError for a campaign that is not there.
    """
    if name not in project.campaigns():
        raise NoSuchNameError("campaign", name, known=project.campaigns())
    folder = project.folder / "letters" / name
    sender_file = sender or folder / "sender.yaml"
    draft, found = _draft(project, folder, sender_file=sender_file)
    return _Opened(folder, sender_file, draft, frozenset(found))


def _named(project: Project, opened: Sequence[_Opened]) -> recipient_checks.Named:
    """What the campaigns name of the recipients."""
    looked_at = {one.folder.name for one in opened}

    def other_places() -> frozenset[str]:
        others = (project.folder / "letters" / name / "source.yaml" for name in project.campaigns() if name not in looked_at)
        return frozenset(place for path in others for place in yaml.read(path, shown_as=path.name).root["places"].keys)

    return recipient_checks.Named(
        committees=frozenset[str]().union(*(cross_checks.committees_named(one.draft) for one in opened)),
        places=frozenset(place for one in opened for place in one.draft.source.root["places"].keys),
        other_places=other_places,
    )


def _campaign(project: Project, opened: _Opened, *, known: Known) -> tuple[Campaign | None, set[Problem]]:
    """The campaign, where all of its files are right, and every problem of them."""
    folder, draft, found = opened.folder, opened.draft, set(opened.problems)
    source, settings, details = _typed(draft, found=found)
    arguments = [_argument(argument, found=found) for argument in draft.arguments]
    found = _together(found, cross_checks.campaign_problems(draft, known))
    pictures = _pictures(draft.sender, opened.sender_file.parent, found=found)
    asks = _asks(draft, source, settings=settings)
    texts = [*filter(None, (draft.letter, *(argument.prose for argument in draft.arguments))), *asks]
    works = source.bibliography if source else ()
    extra, of_extra = read_beside(folder, shown_as=project.shown(folder), source=draft.source, bibliography=works, texts=texts, on=known.on)
    found |= of_extra
    if source is None or settings is None or details is None or draft.letter is None or None in arguments or _has_errors(found):
        return None, found
    writer = Sender(details, logo=pictures.get("logo"), signature=pictures.get("signature"))
    whole = tuple(filter(None, arguments))
    beside = (extra.positions, extra.sheets, extra.signers)
    return Campaign(folder.name, folder, settings, source, draft.letter, whole, writer, asks, *beside, lines=draft.settings.lines), found


def _asks(draft: CampaignDraft, source: SourceFile | None, *, settings: CampaignFile | None) -> tuple[Prose, ...]:
    """The words of the asks in their order; none where the files are not right, or an ask names no recommendation that there is."""
    known = {recommendation.id for recommendation in source.recommendations} if source else set()
    if source is None or settings is None or any(ask.recommendation not in known for ask in settings.asks):
        return ()
    return tuple(_ask(index, ask, draft=draft, source=source) for index, ask in enumerate(settings.asks))


def _ask(index: int, ask: Ask, *, draft: CampaignDraft, source: SourceFile) -> Prose:
    """The words of one ask and where they stand: in campaign.yaml, or in source.yaml where the campaign has none of its own."""
    if ask.text is not None:
        return Prose(draft.settings.file, draft.settings.line(("asks", index, "text")), ask.text)
    number, recommendation = next((number, one) for number, one in enumerate(source.recommendations) if one.id == ask.recommendation)
    return Prose(draft.source.file, draft.source.line(("recommendations", number, "ask")), recommendation.ask)


def _draft(project: Project, folder: Path, *, sender_file: Path) -> tuple[CampaignDraft, set[Problem]]:
    """The campaign's files as they were read, and what is wrong with the files as such."""
    found = set(_name_problems(project, folder))
    source, settings, sender = (
        yaml.read(path, shown_as=project.shown(path)) for path in (folder / "source.yaml", folder / "campaign.yaml", sender_file)
    )
    shown = project.shown(folder / "letter.md")
    text, problems = read_text(folder / "letter.md", shown_as=shown)
    found.update(problems)
    letter = Prose(shown, 1, text) if text is not None else None
    arguments = tuple(_argument_draft(project, path) for path in _argument_files(folder))
    return CampaignDraft(source, settings, sender, letter, arguments), found


def _name_problems(project: Project, folder: Path) -> Iterator[Problem]:
    """What is wrong with the names of the campaign and its arguments, or with there being none."""
    files = _argument_files(folder)
    for path in (folder, *files):
        if re.fullmatch(ID_PATTERN, path.stem if path is not folder else path.name) is None:
            message = "must be called by letters, digits, - and _ alone, because letters and folders are called after it: rename it"
            yield Problem(project.shown(path), 0, "", message)
    for path in sorted((folder / "arguments").glob("[!.]*")):
        if path not in files:
            message = "is not read: an argument is a file that lies in arguments/ itself and whose name ends in .md"
            yield Problem(project.shown(path), 0, "", message, "warning")
    if not files:
        yield Problem(project.shown(folder / "arguments"), 0, "", "holds no argument: write one, in a file like arguments/children.md")


def _argument_files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in (folder / "arguments").glob("*.md") if not path.is_dir()))


def _argument_draft(project: Project, path: Path) -> ArgumentDraft:
    header, text = yaml.read_front_matter(path, shown_as=project.shown(path))
    return ArgumentDraft(path.stem, header, text)


def _argument(draft: ArgumentDraft, *, found: set[Problem]) -> Argument | None:
    """The argument, where its front matter is right; its problems are added to those found."""
    header, problems = yaml.validate(draft.header, ArgumentHeader)
    found.update(problems)
    return Argument(draft.id, header, draft.prose, draft.header.line(("when",))) if header is not None and draft.prose is not None else None


def _typed(draft: CampaignDraft, *, found: set[Problem]) -> tuple[SourceFile | None, CampaignFile | None, SenderFile | None]:
    """The campaign's files of data as models, where they are right; their problems are added to those found."""
    source, of_source = yaml.validate(draft.source, SourceFile)
    settings, of_settings = yaml.validate(draft.settings, CampaignFile)
    details, of_sender = yaml.validate(draft.sender, SenderFile)
    found.update(of_source, of_settings, of_sender)
    return source, settings, details


def _pictures(sender: Document, folder: Path, *, found: set[Problem]) -> dict[str, str]:
    """The sender's pictures as `data:` addresses, by key; their problems are added to those found."""
    pictures = {}
    for key in ("logo", "signature"):
        node = sender.root[key]
        if node.text is None:
            continue
        try:
            pictures[key] = read_picture(folder, node.text)
        except UnusablePictureError as error:
            found.add(node.problem(str(error)))
    return pictures


def _folders(folder: Path) -> Iterator[Path]:
    """The folders in a folder, hidden ones left out."""
    return (path for path in folder.glob("[!.]*") if path.is_dir())
