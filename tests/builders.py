"""Records with good defaults, so that a test shows only what it tests."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.dates import Bound, DateValue
from models.document import Document, PlacedWord
from models.evidence import Box, Evidence
from models.record import (
    AdministrativeUnit,
    Body,
    BodyKind,
    Campaign,
    Comparator,
    Criterion,
    CriterionKind,
    DatedValue,
    DateMention,
    DateRole,
    Deadline,
    Duty,
    DutyRole,
    Header,
    Level,
    PlanRecord,
    Quality,
    QualityIssue,
    Quantity,
    Recipient,
    Reference,
    Section,
    SectionKind,
    Severity,
    Signature,
    SourceInfo,
    SourcePage,
    TextOrigin,
    TextValue,
)

LINES: tuple[tuple[int, str], ...] = (
    (1, "ỦY BAN NHÂN DÂN"),
    (1, "HUYỆN SƠN TỪ"),
    (1, "Số: 46/KH-UBND"),
    (1, "Sơn Từ, ngày 12 tháng 02 năm 2020"),
    (1, "KẾ HOẠCH"),
    (1, "Phát động đợt thi đua nước rút chào mừng ngày hội lớn của huyện"),
    (1, "Thực hiện Chỉ thị số 34-CT/TW ngày 07/8/2018, Ủy ban nhân dân huyện ban hành kế hoạch như sau:"),
    (1, "I. MỤC ĐÍCH, YÊU CẦU"),
    (1, "Khơi dậy tinh thần thi đua trong các tầng lớp nhân dân toàn huyện."),
    (2, "II. CHỈ TIÊU"),
    (2, "Mỗi xã xây dựng ít nhất 02 tuyến đường hoa; trên 90% hộ gia đình cùng tham gia."),
    (2, "III. TỔ CHỨC THỰC HIỆN"),
    (2, "1. Phòng Nội vụ chủ trì, tổng hợp kết quả thi đua gửi Ủy ban nhân dân huyện trước ngày 15/6/2020."),
    (3, "2. Các xã, thị trấn báo cáo tiến độ về Phòng Nội vụ vào ngày 25 hằng tháng."),
    (3, "Nơi nhận:"),
    (3, "- Thường trực Huyện ủy (b/c);"),
    (3, "TM. ỦY BAN NHÂN DÂN"),
    (3, "CHỦ TỊCH"),
    (3, "Lý Thành Nghĩa"),
)


class Draft:
    """A text made of (page, line), and values with evidence that is found in it by what it says."""

    def __init__(self, lines: Sequence[tuple[int, str]] = LINES) -> None:
        self.text = "\n".join(line for _, line in lines)
        self.pages = [page for page, line in lines for _ in range(len(line) + 1)]

    def evidence(self, quote: str) -> Evidence:
        start = self.text.index(quote)
        box = Box(page=self.pages[start], x0=70, y0=100, x1=400, y1=114)
        return Evidence(
            start=start, end=start + len(quote), text=quote, raw=quote, page=self.pages[start], boxes=(box,)
        )

    def value(self, quote: str, value: str | None = None, confidence: float = 0.95) -> TextValue:
        return TextValue(value=value or quote, confidence=confidence, evidence=self.evidence(quote))

    def dated(self, quote: str, edtf: str, confidence: float = 0.95) -> DatedValue:
        return DatedValue(value=DateValue(edtf=edtf), confidence=confidence, evidence=self.evidence(quote))

    def deadline(
        self,
        quote: str,
        *,
        responsible: Sequence[str] = (),
        report_to: Sequence[str] = (),
        section: str | None = None,
        confidence: float = 0.9,
        **due: Any,
    ) -> Deadline:
        return Deadline(
            task=quote,
            due=DateValue(**due),
            responsible=tuple(responsible),
            report_to=tuple(report_to),
            section=section,
            confidence=confidence,
            evidence=self.evidence(quote),
        )

    def duty(self, role: str, quote: str, section: str | None = None) -> Duty:
        return Duty(role=DutyRole(role), text=quote, section=section, evidence=self.evidence(quote))

    def body(self, name: str, quote: str, *duties: Duty, district: str | None = None) -> Body:
        return Body(
            name=name,
            kind=BodyKind.DEPARTMENT,
            level=Level.DISTRICT,
            unit=AdministrativeUnit(district=district),
            mentions=(self.evidence(quote),),
            duties=duties,
        )

    def section(self, label: str, heading: str, kinds: Sequence[str], until: str | None = None) -> Section:
        """A section from its heading to where `until` stands, or to the end."""
        start = self.text.index(f"{label}. {heading}")
        return Section(
            label=label,
            heading=heading,
            kinds=tuple(map(SectionKind, kinds)),
            level=1,
            start=start,
            end=self.text.index(until) if until else len(self.text),
            page=self.pages[start],
            confidence=0.9,
        )


def record(draft: Draft | None = None, **overrides: Any) -> PlanRecord:
    """A whole record over the default text; with a draft of another text, one with no findings."""
    fields = _fields(Draft()) if draft is None else {"text": draft.text, "header": Header()}
    pages = (draft or Draft()).pages
    fields = {
        "source": SourceInfo(
            path=overrides.pop("path", "scans/plan.pdf"),
            media_type="application/pdf",
            byte_size=1000,
            pages=tuple(
                SourcePage(
                    number=number,
                    width=595,
                    height=842,
                    text_origin=TextOrigin.OCR,
                    text_start=next(start for start, page in enumerate(pages) if page >= number),
                )
                for number in range(1, max(pages) + 1)
            ),
        ),
        "quality": Quality(score=0.9),
        **fields,
        **overrides,
    }
    digest = hashlib.sha256(fields["text"].encode()).hexdigest()
    return PlanRecord(**{"document_id": f"sha256:{digest}", **fields})


def _fields(draft: Draft) -> dict[str, Any]:
    lead = "Phòng Nội vụ chủ trì, tổng hợp kết quả thi đua gửi Ủy ban nhân dân huyện trước ngày 15/6/2020"
    report = "Các xã, thị trấn báo cáo tiến độ về Phòng Nội vụ vào ngày 25 hằng tháng"
    cited = draft.evidence("Chỉ thị số 34-CT/TW ngày 07/8/2018")
    issued = draft.dated("ngày 12 tháng 02 năm 2020", "2020-02-12")
    district = "huyện Sơn Từ"
    return {
        "text": draft.text,
        "header": Header(
            issuer=draft.value("ỦY BAN NHÂN DÂN\nHUYỆN SƠN TỪ", "Ủy ban nhân dân huyện Sơn Từ"),
            doc_type=draft.value("KẾ HOẠCH", "Kế hoạch"),
            number=draft.value("46"),
            symbol=draft.value("KH-UBND"),
            place=draft.value("Sơn Từ,", "Sơn Từ"),
            issued=issued,
            title=draft.value("Phát động đợt thi đua nước rút chào mừng ngày hội lớn của huyện"),
        ),
        "campaign": Campaign(name=draft.value("đợt thi đua nước rút", confidence=0.6)),
        "sections": (
            draft.section("I", "MỤC ĐÍCH, YÊU CẦU", ["purpose", "requirements"], "II. CHỈ TIÊU"),
            draft.section("II", "CHỈ TIÊU", ["objectives"], "III. TỔ CHỨC"),
            draft.section("III", "TỔ CHỨC THỰC HIỆN", ["implementation"], "Nơi nhận"),
        ),
        "dates": (DateMention(value=issued.value, role=DateRole.ISSUED, confidence=0.95, evidence=issued.evidence),),
        "deadlines": (
            draft.deadline(
                lead,
                responsible=["Phòng Nội vụ"],
                report_to=["Ủy ban nhân dân huyện Sơn Từ"],
                section="III.1",
                edtf="2020-06-15",
                bound=Bound.BEFORE,
            ),
            draft.deadline(
                report,
                responsible=["Các xã, thị trấn"],
                report_to=["Phòng Nội vụ"],
                section="III.2",
                confidence=0.55,
                edtf="2020",
                rrule="FREQ=MONTHLY;BYMONTHDAY=25",
            ),
        ),
        "bodies": (
            draft.body("Phòng Nội vụ", "Phòng Nội vụ", draft.duty("lead", lead, "III.1"), district=district),
            draft.body("Các xã, thị trấn", "Các xã, thị trấn", draft.duty("assigned", report, "III.2")),
            draft.body("Ủy ban nhân dân huyện Sơn Từ", "Ủy ban nhân dân huyện"),
        ),
        "criteria": (
            Criterion(
                kind=CriterionKind.TARGET,
                text="ít nhất 02 tuyến đường hoa",
                quantities=(Quantity(comparator=Comparator.AT_LEAST, value=2, unit="tuyến đường hoa"),),
                section="II",
                evidence=draft.evidence("ít nhất 02 tuyến đường hoa"),
            ),
        ),
        "references": (
            Reference(
                doc_type="Chỉ thị",
                number="34",
                symbol="CT/TW",
                issued=DateValue(edtf="2018-08-07"),
                evidence=cited,
                mentions=(cited,),
            ),
        ),
        "recipients": (
            Recipient(
                name="Thường trực Huyện ủy",
                purpose="để báo cáo",
                evidence=draft.evidence("Thường trực Huyện ủy (b/c)"),
            ),
        ),
        "signature": Signature(
            authority="TM. ỦY BAN NHÂN DÂN",
            position="CHỦ TỊCH",
            name="Lý Thành Nghĩa",
            evidence=draft.evidence("Lý Thành Nghĩa"),
        ),
        "quality": Quality(
            score=0.9,
            issues=(
                QualityIssue(
                    code="doubtful_deadline",
                    severity=Severity.WARNING,
                    message="The day of the monthly report is hard to read.",
                    evidence=draft.evidence("ngày 25 hằng tháng"),
                ),
            ),
        ),
    }


def as_recognised(document: Document) -> Document:
    """The document as if recognition had read it, which tells numbers that may be damaged from typed ones."""
    word = PlacedWord(0, len(document.raw), 1, 0.0, 0.0, 1.0, 1.0, confidence=0.9)
    return replace(document, words=(word,))
