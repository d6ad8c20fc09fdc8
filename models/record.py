"""The plan record: the output's contract. Field names change only with `SCHEMA_VERSION`."""

from enum import StrEnum

from pydantic import Field

from models.base import Model
from models.dates import DateValue
from models.evidence import Evidence

SCHEMA_VERSION = "1.0"


class TextOrigin(StrEnum):
    """Where the characters of a page come from."""

    OCR = "ocr"
    TEXT_LAYER = "text_layer"
    PLAIN_TEXT = "plain_text"


class SourcePage(Model):
    """One page of the source. `width` and `height` in PDF points, 0 for plain text.

    `rotation` is the clockwise turn in degrees (0, 90, 180, 270) that made the page upright.
    `preparation` names what was done to the image before recognition, in order. `text_start` is
    the offset in the record's text at which the page begins.
    """

    number: int = Field(ge=1)
    width: float
    height: float
    dpi: int | None = None
    rotation: int = 0
    text_origin: TextOrigin
    ocr_confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    preparation: tuple[str, ...] = ()
    text_start: int = Field(default=0, ge=0)


class SourceInfo(Model):
    """The file (or the page files, joined) that a record was made from."""

    path: str
    media_type: str
    byte_size: int
    pages: tuple[SourcePage, ...]
    ocr_engine: str | None = None
    parts: tuple[str, ...] = ()


class TextValue(Model):
    """A text with the place it was read and how sure we are of it."""

    value: str
    confidence: float = Field(ge=0.0, le=1.0)
    evidence: Evidence


class DatedValue(Model):
    """A date with the place it was read and how sure we are of it."""

    value: DateValue
    confidence: float = Field(ge=0.0, le=1.0)
    evidence: Evidence


class Header(Model):
    """The letterhead and title of a plan, per Nghị định 30/2020/NĐ-CP, Phụ lục I.

    `secrecy` and `urgency` are what is stamped on it: "Mật", "Tối mật", "Tuyệt mật"; "Khẩn" and so on.
    """

    issuer: TextValue | None = None
    parent: TextValue | None = None
    doc_type: TextValue | None = None
    number: TextValue | None = None
    symbol: TextValue | None = None
    place: TextValue | None = None
    issued: DatedValue | None = None
    title: TextValue | None = None
    issuers: tuple[TextValue, ...] = ()
    secrecy: TextValue | None = None
    urgency: TextValue | None = None


class Campaign(Model):
    """The campaign (phong trào, đợt thi đua, cuộc vận động, diễn đàn …) a plan launches."""

    name: TextValue | None = None
    theme: TextValue | None = None
    slogan: TextValue | None = None
    period: DatedValue | None = None
    audience: tuple[TextValue, ...] = ()


class SectionKind(StrEnum):
    """What a section is for."""

    PREAMBLE = "preamble"
    PURPOSE = "purpose"
    REQUIREMENTS = "requirements"
    OBJECTIVES = "objectives"
    CONTENT = "content"
    TASKS = "tasks"
    TIME = "time"
    SOLUTIONS = "solutions"
    AUDIENCE = "audience"
    CRITERIA = "criteria"
    REWARDS = "rewards"
    FUNDING = "funding"
    SLOGAN = "slogan"
    IMPLEMENTATION = "implementation"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    APPENDIX = "appendix"
    OTHER = "other"


class Section(Model):
    """A part of the plan under a printed heading. `start`/`end` are offsets into the text."""

    label: str
    heading: str
    kinds: tuple[SectionKind, ...]
    level: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int = Field(ge=1)
    confidence: float = Field(ge=0.0, le=1.0)
    children: tuple["Section", ...] = ()


class DateRole(StrEnum):
    """What a date does in the plan."""

    ISSUED = "issued"
    DEADLINE = "deadline"
    PERIOD = "period"
    REFERENCE = "reference"
    HISTORICAL = "historical"
    EVENT = "event"
    RECURRING = "recurring"
    OTHER = "other"


class DateMention(Model):
    """One temporal expression of the text; an interval is one."""

    value: DateValue
    role: DateRole
    section: str | None = None
    confidence: float = Field(ge=0.0, le=1.0)
    evidence: Evidence


class Deadline(Model):
    """Something that is due. `responsible` and `report_to` hold names of `bodies`."""

    task: str
    due: DateValue
    responsible: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    section: str | None = None
    confidence: float = Field(ge=0.0, le=1.0)
    evidence: Evidence


class BodyKind(StrEnum):
    """What sort of body it is; a group that is given duties is a `community`."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    PARTY = "party"
    FRONT = "front"
    MASS_ORGANISATION = "mass_organisation"
    COUNCIL = "council"
    ARMED_FORCES = "armed_forces"
    SCHOOL = "school"
    HEALTH = "health"
    MEDIA = "media"
    ENTERPRISE = "enterprise"
    COMMUNITY = "community"
    OTHER = "other"


class Level(StrEnum):
    """The administrative level of a body or unit."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


class DutyRole(StrEnum):
    """What a body has to do with a task: chủ trì, phối hợp, giao, đề nghị, tham mưu, nhận báo cáo."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    ASSIGNED = "assigned"
    REQUESTED = "requested"
    ADVISE = "advise"
    RECEIVE_REPORT = "receive_report"
    AUDIENCE = "audience"


class AdministrativeUnit(Model):
    """Names of the administrative unit a body belongs to, with their type ("huyện Lộc Ninh")."""

    province: str | None = None
    district: str | None = None
    commune: str | None = None


class Duty(Model):
    """One task of a body, and the part it plays in it."""

    role: DutyRole
    text: str
    section: str | None = None
    evidence: Evidence


class Body(Model):
    """A responsible body: one entry, whatever it is called on the way."""

    name: str
    kind: BodyKind
    level: Level | None = None
    unit: AdministrativeUnit = AdministrativeUnit()
    mentions: tuple[Evidence, ...]
    duties: tuple[Duty, ...]


class CriterionKind(StrEnum):
    """What a criterion is."""

    TARGET = "target"
    STANDARD = "standard"
    ELIGIBILITY = "eligibility"
    QUOTA = "quota"
    AWARD_FORM = "award_form"
    CONDITION = "condition"


class CriterionSubject(StrEnum):
    """Whom a criterion measures."""

    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    ENTERPRISE = "enterprise"
    ANY = "any"


class Comparator(StrEnum):
    """How the printed number limits the quantity."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EXACTLY = "="
    LESS_THAN = "<"
    AT_MOST = "<="
    ABOUT = "about"


class Quantity(Model):
    """A number with its unit: "trên 30%" is `> 30 %`."""

    comparator: Comparator
    value: float
    unit: str


class Criterion(Model):
    """A target, standard, quota, award form or condition."""

    kind: CriterionKind
    subject: CriterionSubject | None = None
    text: str
    quantities: tuple[Quantity, ...] = ()
    section: str | None = None
    evidence: Evidence


class Reference(Model):
    """A document the plan cites; one entry a document, `mentions` holds every citation."""

    doc_type: str
    number: str | None = None
    symbol: str | None = None
    issued: DateValue | None = None
    issuer: str | None = None
    title: str | None = None
    evidence: Evidence
    mentions: tuple[Evidence, ...] = ()


class Recipient(Model):
    """A line of Nơi nhận; `purpose` as printed in brackets ("b/c" → "để báo cáo")."""

    name: str
    purpose: str | None = None
    evidence: Evidence


class Signature(Model):
    """Who signed: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Quang Vũ"."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None
    evidence: Evidence


class Severity(StrEnum):
    """How much an issue matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class QualityIssue(Model):
    """Something a person should look at."""

    code: str
    severity: Severity
    message: str
    evidence: Evidence | None = None


class Quality(Model):
    """How far the record can be trusted: 1 is a clean source with nothing in doubt."""

    score: float = Field(ge=0.0, le=1.0)
    issues: tuple[QualityIssue, ...] = ()


class ChangeKind(StrEnum):
    """What was done to a word of the recognition on its way into the text."""

    SYLLABLE = "syllable"  # marks or letters of a syllable
    JOINED = "joined"  # pieces of one word put together
    SPLIT = "split"  # words that ran together taken apart
    REPAIR = "repair"  # a word of the table of certain repairs
    NUMBER = "number"  # a figure, with evidence of its own


class TextChange(Model):
    """A correction: `before` was recognised, `after` (`evidence.text`) stands in the text."""

    kind: ChangeKind
    before: str
    after: str
    reason: str
    confidence: float = Field(ge=0.0, le=1.0)
    evidence: Evidence


class PlanRecord(Model):
    """One source document as data. See docs/record.md."""

    schema_version: str = SCHEMA_VERSION
    document_id: str
    source: SourceInfo
    text: str
    header: Header
    campaign: Campaign | None = None
    sections: tuple[Section, ...] = ()
    dates: tuple[DateMention, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bodies: tuple[Body, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    references: tuple[Reference, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    signature: Signature | None = None
    cosigners: tuple[Signature, ...] = ()
    changes: tuple[TextChange, ...] = ()
    quality: Quality
