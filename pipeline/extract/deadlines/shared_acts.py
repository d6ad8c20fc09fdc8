"""Acts that several dates share: named once by the label of their line, with a part or level of it at each date."""

import re

from pipeline.extract.deadlines.bodies import DeadlineBodies
from pipeline.extract.deadlines.tasks import Task

_SHARED_ACT = re.compile(r"\W{0,3}(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)] )?(?P<act>[^:;.]{10,120}): ")
# For which level or round of the act a limit is.
_LEVEL = re.compile(
    r"(?:đối với |ở )?(?:các )?(?:cấp|tuyến|đợt|lần|vòng|khối|bậc) [^\W_]{1,8}(?: [^\W_]{1,8}){0,2}", re.IGNORECASE
)
_EVENT = re.compile(
    r"(?:cuộc|hội thi|hội thao|hội nghị|hội diễn|lễ|giải|đại hội|ngày hội|liên hoan)(?!\w)", re.IGNORECASE
)
_WHEN = re.compile(r"(?:trước|sau|từ|đến|ngày|tháng|quý|chậm nhất|trong|thời gian|chế độ)(?!\w)", re.IGNORECASE)
# A part of the act that a label names.
_PART = re.compile(
    r"\W?(?:(?:báo cáo|kết quả) "
    r"(?:quý|tháng|năm|tuần|giữa năm|cuối năm|cả năm|sơ kết|tổng kết|đợt|lần|(?:0?[69]|sáu) tháng)"
    r"(?: [^\W_]{1,5}){0,2}|sơ kết|tổng kết|khai mạc|bế mạc|trao giải)",
    re.IGNORECASE,
)


def with_shared_act(text: str, task: Task, start: int, bodies: DeadlineBodies) -> Task:
    """The task with the act of the label before it in the line from `start`, where it says only a part of that.

    "Kiện toàn Ban chỉ huy: cấp huyện trước 10/6; cấp xã trước 20/6" is one act with two limits; of "Báo cáo
    kết quả về huyện: báo cáo quý …, báo cáo năm …" the last words alone would not tell which report is due.
    """
    act = _SHARED_ACT.match(text, start, task.start)
    if act is None:
        return task
    if _PART.fullmatch(task.text) and _names_act(text, *act.span("act"), bodies):
        return Task(act.start("act"), task.end, f"{act['act'].strip()}: {task.text}")
    first = bodies.subject_end(*act.span("act"))
    if not _LEVEL.fullmatch(task.text) or not bodies.begins_act(first, act.end("act")):
        return task  # "Tiểu ban Nội dung: dự thảo lần 1 …": a body, if no known one
    return Task(act.start("act"), task.end, text[first : act.end("act")].strip(" ,"))


def _names_act(text: str, start: int, end: int, bodies: DeadlineBodies) -> bool:
    """Whether a label is an act or an event, and not a body that is told what follows."""
    is_body = bool(bodies.opening(start, end + 1))
    if _WHEN.match(text, start, end):
        return False
    return not is_body and (_EVENT.match(text, start, end) is not None or bodies.begins_act(start, end))
