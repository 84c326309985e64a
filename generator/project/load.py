"""The project: finds, loads and checks every file, and collects all Problems.

Either a campaign, its sender and its recipients are free of errors, or FilesAreWrongError carries
all problems of all of them: a user corrects them in one go.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator.congress import forms_of_address
from generator.congress.committees import CODE_LETTERS, is_called
from generator.congress.districts import statements
from generator.congress.roster import RosterEntry, has_ended
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError, Problem
from generator.files import yaml
from generator.files.images import UnusablePictureError, read_picture
from generator.files.text import read_text
from generator.files.yaml import YamlDocument
from generator.letter.positions import bills_named, with_published
from generator.letter.selection import bodies_asked
from generator.models.campaign import Argument, ArgumentHeader, Campaign, CampaignFile, Prose
from generator.models.fields import ID_PATTERN
from generator.models.recipient import Recipient
from generator.models.sender import Sender, SenderFile
from generator.models.source import Bill, Place, SourceFile
from generator.project import committee_checks, cross_checks, recipient_checks, rosters
from generator.project.body_checks import body_problems
from generator.project.cross_checks import ArgumentText, CampaignFiles, NameIndex, Signs
from generator.project.optional_files import read_optional_files
from generator.project.rosters import RecipientsOrigin
from generator.text import listed

Model = TypeVar("Model", bound=BaseModel)

PERSON_LETTER = "letter-person.md"
"""The letter when a person signs, next to letter.md, which is it in its absence."""


@dataclass(frozen=True)
class Project:
    """A folder that holds letters/, templates/ and recipients/."""

    folder: Path

    def campaigns(self) -> tuple[str, ...]:
        """Returns the names of the campaigns, sorted."""
        # No hidden folders: editors and sync programs leave such things.
        folders = (self.folder / "letters").glob("[!.]*")
        return tuple(sorted(path.name for path in folders if path.is_dir()))

    def campaign_folder(self, name: str) -> Path:
        """Returns the folder of a campaign. Raises NoSuchNameError where there is no such one."""
        # Looked up and not opened: a name such as “../x” leads out of letters/.
        if name not in self.campaigns():
            raise NoSuchNameError("campaign", name, known=self.campaigns())
        return self.folder / "letters" / name

    def designs(self) -> tuple[str, ...]:
        """Returns the names of the designs, sorted."""
        pages = (self.folder / "templates").glob("[!.]*/letter.html")
        return tuple(sorted(page.parent.name for page in pages if page.is_file()))

    def recipient_files(self) -> tuple[Path, ...]:
        """Returns the YAML files in recipients/, sorted."""
        # glob has no “.yaml or .yml”; the next line drops names such as `a.yXml`.
        files = (self.folder / "recipients").glob("*.y*ml")
        return tuple(sorted(path for path in files if path.suffix in (".yaml", ".yml")))

    @property
    def synced_recipients(self) -> Path:
        """Returns the file that `letters recipients sync` writes."""
        return self.folder / "recipients" / "congress.yaml"

    @property
    def district_table(self) -> Path:
        """Returns the table that `letters districts import` writes; people do not edit it."""
        # Hidden: the folder holds what the program can make again.
        return self.folder / ".letters" / "districts.sqlite"

    @property
    def cache(self) -> Path:
        """Returns the folder of files from the web, kept for the next fetch."""
        return self.folder / ".letters" / "fetched"

    def sync_details(self, today: datetime.date) -> Path:
        """Returns the file for the lines of that day's sync that are too many for the terminal."""
        # Not next to the recipients: it says what happened on this machine, and no letter needs it.
        return self.folder / ".letters" / f"sync-{today}.txt"

    def shown(self, path: Path) -> str:
        """Returns the path as the user would type it: relative to the project if it lies inside."""
        # absolute() and not resolve(): a link is shown by the name that the user gave it.
        whole, root = path.absolute(), self.folder.absolute()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(path)


@dataclass(frozen=True)
class RecipientList:
    """The recipients of one or several files."""

    recipients: tuple[Recipient, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The file and line of each recipient, by id."""
    files: tuple[RecipientsOrigin, ...] = ()
    whole: bool = True
    """Whether every file is free of errors."""
    coming: tuple[Recipient, ...] = ()
    """Members who are not in office on the day, and whose term begins later."""
    successors: Mapping[str, Recipient] = field(default_factory=dict)
    """Who follows a recipient whose term has ended, by that recipient's id."""
    is_current: bool = False
    """Whether a synced file has House members of the day."""


@dataclass(frozen=True)
class ProjectFiles:
    """The files of a run, loaded and checked."""

    campaign: Campaign
    everyone: RecipientList
    warnings: tuple[Problem, ...]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Returns the recipients of all files that the campaign asks something of."""
        return asked_by(self.campaign, self.everyone.recipients)


@dataclass(frozen=True)
class CheckResult:
    """The campaigns without errors, the readable recipients, and every problem of all files."""

    campaigns: tuple[Campaign, ...]
    everyone: RecipientList
    problems: tuple[Problem, ...]


# ---------------------------------------------------------------- what others call


def open_project(folder: Path) -> Project:
    """Returns the project in the folder.

    Raises LettersError if the folder has no letters/ or no templates/.
    """
    # Without recipients/ a project is valid: `letters recipients sync` makes it.
    if not ((folder / "letters").is_dir() and (folder / "templates").is_dir()):
        message = (
            f"{folder} is not a Letters project: it has no letters/, templates/ and recipients/. "
            "Go to the folder that has them, or name it with --project."
        )
        raise LettersError(message)
    return Project(folder)


def load(
    project: Project,
    campaign: str,
    *,
    on: datetime.date | None = None,
    sender: Path | None = None,
    recipient_files: Sequence[Path] | None = None,
    signs: Signs | None = None,
) -> ProjectFiles:
    """Returns a campaign and its recipients, after all checks of `check_files`.

    Raises NoSuchNameError for an unknown campaign, FilesAreWrongError with all problems if one of
    them is an error.
    """
    checked = check_files(
        project, [campaign], on=on, sender=sender, recipient_files=recipient_files, signs=signs
    )
    _raise_errors(checked.problems)
    return ProjectFiles(checked.campaigns[0], checked.everyone, checked.problems)


def load_campaign(project: Project, campaign: str) -> Campaign:
    """Returns a campaign after all checks except those of its recipients.

    Raises NoSuchNameError for an unknown campaign, FilesAreWrongError with all problems of its
    files if one of them is an error.
    """
    known = _known(project, _documents(project, None))
    loaded, problems = _campaign(project, _read_campaign(project, campaign), known=known)
    _raise_errors(problems)
    # For mypy: `_campaign` returns None only with an error, which was raised.
    assert loaded is not None  # noqa: S101 - no errors, hence a campaign
    return loaded


def load_bills(project: Project, campaign: str) -> tuple[Bill, ...]:
    """Returns the bills that a campaign names in campaign.yaml and source.yaml, each once.

    Reads no other file, so that a sync can replace a damaged positions-synced.yaml. Raises
    NoSuchNameError for an unknown campaign, and FilesAreWrongError.
    """
    draft = _read_campaign(project, campaign)
    source, found = yaml.validate(draft.source, SourceFile)
    settings, of_settings = yaml.validate(draft.settings, CampaignFile)
    if source is None or settings is None:
        raise FilesAreWrongError([*found, *of_settings])
    return bills_named(settings, source)


def load_places(project: Project) -> dict[str, Mapping[str, Place]]:
    """Returns the places of each campaign by id; a source.yaml with errors has none.

    The checks of a campaign report its errors; a question about members must not wait for them.
    """
    found: dict[str, Mapping[str, Place]] = {}
    for name in project.campaigns():
        path = project.folder / "letters" / name / "source.yaml"
        source, _ = yaml.validate(yaml.read(path, shown_as=project.shown(path)), SourceFile)
        found[name] = source.places if source else {}
    return found


def load_recipients(
    project: Project, *, files: Sequence[Path] | None = None, on: datetime.date | None = None
) -> RecipientList:
    """Returns the recipients of the files, or of all files in recipients/, as of that day.

    Raises FilesAreWrongError with all problems of the files if one of them is an error.
    """
    documents = _documents(project, files, on=on)
    everyone, problems = _everyone(
        project, documents, named=recipient_checks.RecipientReferences(), on=on
    )
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
) -> CheckResult:
    """Returns the campaigns and recipients without errors, and all problems of all their files.

    `on` is the letters' date: with it, bills must be alive and works published, and the roster of
    that day is asked. `signs` finds characters that cannot be printed.

    Raises NoSuchNameError for an unknown campaign.
    """
    # All campaigns are read first: the recipients' files are checked against the names of all of
    # them.
    drafts = [_read_campaign(project, name, sender=sender) for name in campaigns]
    documents = _documents(project, recipient_files or _named_files(project, drafts), on=on)
    known = _known(project, documents, on=on, signs=signs)
    everyone, found = _everyone(project, documents, named=_references(project, drafts), on=on)
    loaded = []
    for draft in drafts:
        campaign, problems = _campaign(project, draft, known=known)
        loaded.append(campaign)
        found |= problems
        if campaign and everyone.whole and not asked_by(campaign, everyone.recipients):
            found.add(_asks_no_recipient(campaign, everyone.recipients, project=project))
    # Sorted by file and line, in the order in which a user corrects them.
    return CheckResult(tuple(filter(None, loaded)), everyone, tuple(sorted(found)))


def check_unnamed(project: Project) -> tuple[Problem, ...]:
    """Returns every problem of recipients' files that no campaign writes to; checks each alone."""
    drafts = [_read_campaign(project, name) for name in project.campaigns()]
    files = project.recipient_files()
    # A campaign that names no file writes to all of them.
    used = {path for draft in drafts for path in _named_files(project, [draft]) or files}
    named = _references(project, drafts)
    found: list[Problem] = []
    for path in files:
        if path not in used:
            found += _everyone(project, _documents(project, [path]), named=named)[1]
    return tuple(sorted(found))


def asked_by(campaign: Campaign, recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Returns the recipients of the bodies of which the campaign asks something.

    A project may have the members of Congress and a governor: a campaign for Congress alone neither
    writes to the governor nor reports that it does not.
    """
    bodies = bodies_asked(campaign)
    return tuple(one for one in recipients if forms_of_address.is_of(one, bodies))


def _asks_no_recipient(
    campaign: Campaign, recipients: Iterable[Recipient], *, project: Project
) -> Problem:
    """Returns the problem of a campaign whose asks are for other bodies than its recipients'."""
    bodies = dict.fromkeys(one.body or "Congress" for one in recipients)
    message = (
        f"no ask is for a body of the recipients ({listed(bodies, last='and')}): name it under "
        "bodies: of a recommendation in source.yaml or of an ask of your own, or add recipients"
    )
    file, line = project.shown(campaign.folder / "campaign.yaml"), campaign.lines.get(("asks",), 0)
    return Problem(file, line, "asks", message, code="asks-no-recipient")


def _raise_errors(problems: Iterable[Problem]) -> None:
    """Raises FilesAreWrongError if one of the problems is an error."""
    if _has_errors(problems):
        raise FilesAreWrongError(problems)


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _together(of_models: Iterable[Problem], of_checks: Iterable[Problem]) -> set[Problem]:
    """Returns all problems; a check of ours replaces the model's problem of the same field.

    The model finds a wrong form; the check knows the names that exist and explains it better.
    """
    better = set(of_checks)
    # Problems without a field are about a whole file, and replace nothing.
    explained = {(problem.file, problem.field) for problem in better if problem.field}
    return better | {
        problem for problem in of_models if (problem.file, problem.field) not in explained
    }


# ---------------------------------------------------------------- recipients


def _documents(
    project: Project, files: Sequence[Path] | None, *, on: datetime.date | None = None
) -> tuple[YamlDocument, ...]:
    """Returns the content of the recipients' files; each file once, and one roster, of the day."""
    paths = project.recipient_files() if files is None else files
    if on:
        paths = rosters.files_of_the_day(paths, newest=project.synced_recipients, on=on)
    if not paths:
        message = "holds no file of recipients: put one there, like recipients/congress.yaml"
        problem = Problem("recipients", 0, "", message, code="no-recipients")
        return (YamlDocument("recipients", None, problems=(problem,)),)
    # By absolute path: two ways to one file are one file, whose members would otherwise be given
    # twice.
    each = {path.absolute(): path for path in paths}.values()
    return tuple(yaml.read(path, shown_as=project.shown(path)) for path in each)


def _named_files(project: Project, drafts: Iterable[CampaignFiles]) -> Sequence[Path] | None:
    """Returns the files that the campaigns name; None, for all, if one campaign names no file."""
    known = {path.name: path for path in project.recipient_files()}
    files: list[Path] = []
    for draft in drafts:
        entries = draft.settings.root["recipients"].entries
        own = [known[entry.text] for entry in entries if entry.text in known]
        if not own:
            # One campaign that writes to all files needs them all.
            return None
        files += own
    return files or None


def _everyone(
    project: Project,
    documents: Sequence[YamlDocument],
    *,
    named: recipient_checks.RecipientReferences,
    on: datetime.date | None = None,
) -> tuple[RecipientList, set[Problem]]:
    """Returns the recipients of the files without errors, and all problems.

    Files made by hand come first, in any order given: their entries replace synced ones. Without a
    day the first entry of each member counts.
    """
    # sorted() is stable: False before True, and otherwise the order given.
    documents = sorted(documents, key=recipient_checks.is_synced)
    files = [rosters.entries_of(document) for document in documents]
    entries = [entry for file in files for entry in file.entries]
    origins = [origin for file in files for origin in file.origins]
    found = {problem for file in files for problem in file.problems}
    checks = (
        *body_problems(documents),
        *recipient_checks.roster_problems(documents, named),
    )
    every = _together(found, checks)
    whole = not _has_errors(every)
    if on is None:
        first = {entry.person.id: entry for entry in reversed(entries)}
        ids = dict.fromkeys(entry.person.id for entry in entries)
        day = rosters.DayRoster(tuple(first[key] for key in ids))
    else:
        roster = _roster_for(project, entries, on=on)
        day = rosters.on_the_day(entries, on=on, roster=roster)
    return RecipientList(
        tuple(entry.person for entry in day.entries),
        {entry.person.id: (entry.file, entry.line) for entry in (*day.coming, *day.entries)},
        tuple(origins),
        whole,
        tuple(entry.person for entry in day.coming),
        day.successors,
        day.is_current,
    ), every.union(day.warnings)


def _roster_for(
    project: Project, entries: Iterable[RosterEntry], *, on: datetime.date
) -> Sequence[RosterEntry]:
    """Returns the synced members of that day if an entry made by hand is over on it.

    Otherwise, and if the entries have the synced ones, the answer is empty: to read a roster takes
    a second.
    """
    file = rosters.roster_file(project.synced_recipients, on)
    over = [entry for entry in entries if has_ended(entry.person, on)]
    if not over or file is None or any(entry.is_synced for entry in entries):
        return ()
    # Its problems are shown where it is asked for letters of its own.
    return rosters.entries_of(yaml.read(file, shown_as=project.shown(file))).entries


# ---------------------------------------------------------------- campaigns


def _known(
    project: Project,
    documents: Iterable[YamlDocument],
    *,
    on: datetime.date | None = None,
    signs: Signs | None = None,
) -> NameIndex:
    """Returns the names that campaigns may use, and the day and characters of the letters."""
    # Those that members sit on count as known as well: a new or a select committee is in the data
    # before it is in our list.
    seats = committee_checks.seats_held(documents)
    files = frozenset(path.name for path in project.recipient_files())
    designs = frozenset(project.designs())
    return NameIndex(
        seats,
        designs,
        files,
        on,
        signs,
        bodies=recipient_checks.bodies_held(documents),
        titles=recipient_checks.titles_held(documents),
    )


def _references(
    project: Project, drafts: Sequence[CampaignFiles]
) -> recipient_checks.RecipientReferences:
    """Returns the names of committees and places in the campaigns."""

    # A function, because all other campaigns must be read for it, and it is needed only if a place
    # is unknown.
    def other_places() -> frozenset[str]:
        checked = {draft.folder.name for draft in drafts}
        places: set[str] = set()
        for name in project.campaigns():
            if name not in checked:
                places |= _read_campaign(project, name).places
        return frozenset(places)

    return recipient_checks.RecipientReferences(
        frozenset(entry.text for draft in drafts for entry in draft.committees if entry.text),
        frozenset(place for draft in drafts for place in draft.places),
        other_places,
    )


def _campaign(
    project: Project, draft: CampaignFiles, *, known: NameIndex
) -> tuple[Campaign | None, set[Problem]]:
    """Returns the campaign, or None if one of its files has errors, and all problems."""
    found = set(draft.problems)

    # Gathers the problems of each file; the next file is checked although one before has errors.
    def typed(document: YamlDocument, model: type[Model]) -> Model | None:
        value, problems = yaml.validate(document, model)
        found.update(problems)
        return value

    source, settings = typed(draft.source, SourceFile), typed(draft.settings, CampaignFile)
    sender = typed(draft.sender, SenderFile)
    arguments = []
    for text in draft.arguments:
        header = typed(text.header, ArgumentHeader)
        if header is not None and text.prose is not None:
            line = text.header.line(("when",))
            arguments.append(Argument(text.id, header, text.prose, line))
    # The problems so far are the models'; the checks explain some of them better.
    found = _together(found, cross_checks.campaign_problems(draft, known))
    pictures, of_pictures = _pictures(draft)
    extra, of_extra = read_optional_files(
        draft,
        shown_as=project.shown(draft.folder),
        # Without source.yaml the other files are still checked; figures are cited by their own head
        # then.
        bibliography=source.bibliography if source else (),
        on=known.letter_date,
        record=statements.line_record(project.district_table),
    )
    found |= of_pictures | of_extra
    # For mypy, which cannot see that an error explains each None.
    if source is None or settings is None or sender is None or draft.letter is None:
        return None, found
    if _has_errors(found):
        return None, found
    campaign = Campaign(
        draft.folder.name,
        draft.folder,
        settings,
        source,
        draft.letter,
        tuple(arguments),
        Sender(sender, **pictures),
        draft.asks,
        extra.positions,
        extra.sheets,
        extra.signers,
        lines=draft.settings.lines,
        positions_file=extra.positions_file,
        again=draft.again,
        person_letter=draft.person_letter,
    )
    return with_published(campaign, extra.records, on=known.letter_date), found


def places_of_committee(project: Project, name: str, *, code: str) -> tuple[str, ...]:
    """Returns the file and line of each place in a campaign that uses this name of a committee.

    With the code of a subcommittee, only rules for subcommittees are looked at.
    """
    found: list[str] = []
    for campaign in project.campaigns():
        draft = _read_campaign(project, campaign)
        nodes = draft.committees if len(code) <= CODE_LETTERS else draft.subcommittees
        found += (
            f"{node.document.file}:{node.line}"
            for node in nodes
            if node.text and is_called(node.text, name, code=code)
        )
    return tuple(dict.fromkeys(found))


def _read_campaign(project: Project, name: str, *, sender: Path | None = None) -> CampaignFiles:
    """Returns the content of the campaign's files.

    Raises NoSuchNameError for an unknown campaign.
    """
    folder = project.campaign_folder(name)
    sender = sender or folder / "sender.yaml"
    source, settings, details = (
        yaml.read(path, shown_as=project.shown(path))
        for path in (folder / "source.yaml", folder / "campaign.yaml", sender)
    )
    letter, problems = _read_prose(project, folder / "letter.md")
    person_letter, path = None, folder / PERSON_LETTER
    if path.is_file():
        person_letter, unreadable = _read_prose(project, path)
        problems += unreadable
    # Sorted, because glob has the order of the file system, which differs between computers.
    paths = sorted(path for path in (folder / "arguments").glob("*.md") if not path.is_dir())
    arguments = [
        ArgumentText(path.stem, *yaml.read_front_matter(path, shown_as=project.shown(path)))
        for path in paths
    ]
    return CampaignFiles(
        folder,
        # Pictures lie next to the file that names them, also with --sender.
        sender.parent,
        source,
        settings,
        details,
        letter,
        tuple(arguments),
        frozenset([*problems, *_name_problems(project, folder, arguments=paths)]),
        person_letter,
    )


def _read_prose(project: Project, path: Path) -> tuple[Prose | None, list[Problem]]:
    """Returns the text in the file, or None and why it cannot be read."""
    shown = project.shown(path)
    text, problems = read_text(path, shown_as=shown)
    return None if text is None else Prose(shown, 1, text), [*problems]


def _name_problems(
    project: Project, folder: Path, *, arguments: Sequence[Path]
) -> Iterator[Problem]:
    """Yields what is wrong with the names of the campaign and its arguments."""
    names = {folder: folder.name, **{path: path.stem for path in arguments}}
    for path, name in names.items():
        if re.fullmatch(ID_PATTERN, name) is None:
            yield Problem(
                project.shown(path),
                0,
                "",
                "must be called by letters, digits, - and _ alone, "
                "because letters and folders are called after it: rename it",
                code="wrong-file-name",
            )
    # A warning: an argument saved as .txt would be missing from all letters without a word.
    for path in sorted((folder / "arguments").glob("[!.]*")):
        if path not in names:
            yield Problem(
                project.shown(path),
                0,
                "",
                "is not read: an argument is a file that lies in arguments/ itself "
                "and whose name ends in .md",
                "warning",
                code="unread-file",
            )
    if not arguments:
        yield Problem(
            project.shown(folder / "arguments"),
            0,
            "",
            "holds no argument: write one, in a file like arguments/children.md",
            code="no-arguments",
        )


def _pictures(draft: CampaignFiles) -> tuple[dict[str, str], set[Problem]]:
    """Returns the sender's pictures as `data:` addresses by key, and their problems."""
    pictures, problems = {}, set()
    # Sorted, because a set has another order in each process.
    for key in sorted(cross_checks.PICTURES):
        node = draft.sender.root[key]
        try:
            if node.text is not None:
                pictures[key] = read_picture(draft.sender_folder, node.text)
        except UnusablePictureError as error:
            problems.add(node.problem(str(error), "unusable-picture"))
    return pictures, problems
