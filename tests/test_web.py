"""The REST API: what it answers, what it refuses, and to whom."""

import hashlib
import json
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import httpx
import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

from models.errors import ArchiveNotFoundError, ServerError
from models.record import PlanRecord
from pipeline.archive import open_archive
from pipeline.web import create_app, serve
from pipeline.web.serving import checked_token
from tests.builders import record

TOKEN = "a-token-that-is-long-enough"
HERE = "http://127.0.0.1"


@pytest.fixture
def filled(archive_target: str) -> str:
    with open_archive(archive_target) as archive:
        archive.save(record(), "1")
    return archive_target


@pytest.fixture
def client(filled: str) -> Iterator[TestClient]:
    with TestClient(create_app(filled), base_url=HERE) as opened:
        yield opened


ID = record().document_id


def test_documents_are_searched_as_on_the_command_line(client):
    found = client.get("/api/documents", params={"text": "thi dua", "due_in": "2020-06", "body": "Phòng Nội vụ"}).json()
    assert found["total"] == 1
    assert found["hits"][0]["document_id"] == ID
    assert client.get("/api/documents", params={"due_in": "2031"}).json()["total"] == 0
    assert client.get("/api/documents").json()["total"] == 1


def test_a_record_and_its_text_are_given(client):
    given = client.get(f"/api/documents/{ID[7:15]}")
    assert PlanRecord.model_validate(given.json()) == record()
    assert client.get(f"/api/documents/{ID}/text").text == record().text


def test_deadlines_and_bodies_are_listed_one_by_one(client):
    listed = client.get("/api/deadlines").json()
    assert listed["total"] == 1
    assert [item["page"] for item in listed["deadlines"]] == [d.evidence.page for d in record().deadlines]
    june = client.get("/api/deadlines", params={"due_in": "2020-06-15", "body": "Phòng Nội vụ"}).json()["deadlines"]
    assert june[0]["responsible"] == ["Phòng Nội vụ"]
    names = client.get("/api/bodies", params={"name": "noi vu"}).json()
    assert names == [{"name": "Phòng Nội vụ", "documents": 1}]


def test_a_value_is_corrected_and_the_correction_withdrawn(client):
    place = f"/api/documents/{ID}/corrections"
    said = {"action": "change", "pointer": "/header/number", "value": "64", "by": "Lan", "why": "chữ viết tay"}
    made = client.post(place, json=said)
    assert made.status_code == 201
    assert client.get(f"/api/documents/{ID}").json()["header"]["number"]["value"] == "64"
    assert client.get(f"/api/documents/{ID}", params={"as_read": True}).json()["header"]["number"]["value"] == "46"
    assert [status["state"] for status in client.get(place).json()] == ["applied"]
    back = client.post(f"/api/corrections/{made.json()['id']}/withdrawal", json={"by": "Minh"})
    assert back.status_code == 201
    assert client.get(place).json() == []
    assert client.get(f"/api/documents/{ID}").json()["header"]["number"]["value"] == "46"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "title"),
    [
        ("GET", "/api/documents/0123456789", None, 404, "RecordNotFoundError"),
        ("GET", "/api/nothing", None, 404, "RequestError"),
        ("PUT", "/api/documents", {}, 405, "RequestError"),
        ("GET", "/api/documents?due_in=soon", None, 422, "QueryError"),
        ("GET", "/api/documents?colour=red", None, 422, "RequestError"),
        ("GET", "/api/documents?limit=many", None, 422, "RequestError"),
        ("POST", f"/api/documents/{ID}/corrections", {"action": "change"}, 422, "RequestError"),
        (
            "POST",
            f"/api/documents/{ID}/corrections",
            {"action": "change", "pointer": "/deadlines/9/due", "value": "2020", "by": "Lan"},
            422,
            "CorrectionError",
        ),
        ("POST", f"/api/corrections/{'0' * 32}/withdrawal", {"by": "Lan"}, 422, "CorrectionError"),
    ],
)
def test_what_cannot_be_answered_says_why(client, method, path, body, status, title):
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["title"] == title
    assert told["detail"]
    assert told["remedy"]
    assert told["remedy"] not in told["detail"]  # said once


def test_a_change_that_is_no_json_is_refused_so_that_no_foreign_page_can_send_it(client):
    body = json.dumps({"action": "reject", "pointer": "/deadlines/0", "by": "x"})
    answer = client.post(f"/api/documents/{ID}/corrections", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 415
    assert client.get(f"/api/documents/{ID}/corrections").json() == []


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:8480", 200), ("localhost", 200), ("[::1]:8480", 200), ("evil.example", 421)]
)
def test_only_requests_that_name_this_machine_are_answered_without_a_token(client, host, status):
    assert client.get("/api/documents", headers={"host": host}).status_code == status


@pytest.mark.parametrize("sent", [None, "", "Bearer ", "Bearer wrong", TOKEN])
def test_with_a_token_every_request_has_to_bring_it(filled, sent):
    with TestClient(create_app(filled, token=TOKEN), base_url="http://archive.example") as asked:
        headers = {} if sent is None else {"authorization": sent}
        for path in ("/api/documents", f"/api/documents/{ID}", "/openapi.json"):
            assert asked.get(path, headers=headers).status_code == 401
        assert asked.get("/api/documents", headers={"authorization": f"Bearer {TOKEN}"}).json()["total"] == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "archive.example"])
def test_elsewhere_the_archive_is_served_with_a_token_only(host):
    for token in (None, "short"):
        with pytest.raises(ServerError, match="others can reach") as caught:
            checked_token(host, token)
        assert "KEHOACH_TOKEN" in caught.value.remedy
    assert checked_token(host, TOKEN) == TOKEN


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_no_token_is_needed(host):
    assert checked_token(host, None) is None


def test_a_missing_archive_is_not_made_by_serving_it(tmp_path):
    with pytest.raises(ArchiveNotFoundError):
        create_app(tmp_path / "nowhere")


def test_the_description_names_every_route_and_loads_nothing_from_elsewhere(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) >= {"/api/documents", "/api/documents/{document_id}", "/api/deadlines"}
    for methods in described["paths"].values():
        assert all(route["description"] for route in methods.values())
    assert client.get("/docs").status_code == 404


def test_requests_at_the_same_time_are_all_answered(client):
    answers: list[int] = []
    workers = [
        threading.Thread(target=lambda: answers.append(client.get("/api/documents").json()["total"])) for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert answers == [1] * 8


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(works: Callable[[], object], seconds: float = 10) -> object:
    end = time.monotonic() + seconds
    while True:
        try:
            return works()
        except httpx.TransportError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_the_server_listens_and_a_second_one_says_that_the_port_is_taken(tmp_path):
    open_archive(tmp_path).close()
    port = free_port()
    threading.Thread(target=serve, args=(tmp_path, "127.0.0.1", port), daemon=True).start()
    answer = until(lambda: httpx.get(f"http://127.0.0.1:{port}/api/documents").json())
    assert answer["total"] == 0
    with pytest.raises(ServerError, match="cannot be listened on"):
        serve(tmp_path, "127.0.0.1", port)


@pytest.fixture
def scanned(tmp_path):
    """An archive with one scanned page, whose image lies beside it."""
    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).rectangle((100, 200, 500, 260), fill=0)
    picture.save(tmp_path / "scan.png", dpi=(150, 150))
    digest = hashlib.sha256((tmp_path / "scan.png").read_bytes()).hexdigest()
    with open_archive(tmp_path / "kho") as archive:
        archive.save(record(path="scan.png", document_id=f"sha256:{digest}"), "1")
    with TestClient(create_app(tmp_path / "kho", sources=tmp_path), base_url=HERE) as opened:
        yield opened, digest[:8], tmp_path / "scan.png"


def test_a_page_is_shown_as_it_was_scanned(scanned):
    client, document, _ = scanned
    answer = client.get(f"/api/documents/{document}/pages/1.png")
    assert answer.headers["content-type"] == "image/png"
    page = Image.open(BytesIO(answer.content)).convert("L")
    assert page.size == (1240, 1754)
    assert page.getpixel((300, 230)) < 50 < 200 < page.getpixel((300, 900))


def test_a_page_that_is_not_there_any_more_says_so(scanned):
    client, document, file = scanned
    assert client.get(f"/api/documents/{document}/pages/99.png").status_code == 404
    Image.new("L", (1240, 1754), 0).save(file)
    changed = client.get(f"/api/documents/{document}/pages/1.png")
    assert (changed.status_code, "content is another" in changed.json()["detail"]) == (409, True)
    file.unlink()
    gone = client.get(f"/api/documents/{document}/pages/1.png")
    assert (gone.status_code, gone.json()["title"]) == (409, "SourceNotFoundError")


def test_what_a_query_finds_is_exported_as_one_file(client):
    lines = client.get("/api/exports/jsonl", params={"due_in": "2020"}).text.splitlines()
    assert [json.loads(line)["document_id"] for line in lines] == [ID]
    zipped = client.get("/api/exports/csv")
    with zipfile.ZipFile(BytesIO(zipped.content)) as packed:
        assert sorted(packed.namelist()) == ["bodies.csv", "criteria.csv", "deadlines.csv", "plans.csv"]
    assert zipped.headers["x-left-out"] == "0"
    assert client.get("/api/exports/ics", params={"due_in": "2031"}).text.count("BEGIN:VEVENT") == 0
    assert client.get("/api/exports/doc").status_code == 422


def test_what_is_secret_is_exported_only_when_it_is_asked_for(filled):
    header = record().header
    secret = header.model_copy(update={"secrecy": header.doc_type or header.number})
    with open_archive(filled) as archive:
        archive.save(record(header=secret, document_id="sha256:" + "5" * 64), "1")
    with TestClient(create_app(filled), base_url=HERE) as client:
        answer = client.get("/api/exports/jsonl")
        assert (len(answer.text.splitlines()), answer.headers["x-left-out"]) == (1, "1")
        assert len(client.get("/api/exports/jsonl", params={"with_classified": True}).text.splitlines()) == 2


def test_one_line_asks_over_the_api_as_on_the_command_line(client):
    assert client.get("/api/documents", params={"q": 'thi đua body:"Phòng Nội vụ" due:2020-Q2'}).json()["total"] == 1
    assert client.get("/api/deadlines", params={"q": "due:2020-06-15"}).json()["total"] == 1
    refused = client.get("/api/documents", params={"q": "nguoi:Lan"})
    assert refused.status_code == 422
    assert "body" in refused.json()["remedy"]
    found = client.get("/api/documents", params={"q": "đườngg hoa"}).json()
    assert found["suggestions"][0] == {"text": "đường hoa", "total": 1, "is_exact": True}


def test_facets_are_counted(client):
    facets = client.get("/api/facets", params={"q": "thi dua"}).json()
    assert facets["counted"] == 1
    assert facets["level"] == [{"value": "district", "documents": 1}]


def test_searches_are_kept_over_the_api(client):
    assert client.put("/api/searches/xuân", json={"q": "đường hoa"}).status_code == 204
    assert client.get("/api/searches").json() == [{"name": "xuân", "query": {"text": "đường hoa"}}]
    assert client.get("/api/searches/xuân").json()["total"] == 1
    assert client.delete("/api/searches/xuân").status_code == 204
    assert client.get("/api/searches/xuân").status_code == 404
    assert client.delete("/api/searches/xuân").status_code == 404


def test_the_review_queue_over_the_api(client):
    queue = client.get("/api/review").json()
    assert (queue["total"], queue["documents"][0]["document_id"]) == (1, ID)
    values = client.get(f"/api/documents/{ID}/review").json()
    assert values[0]["errors_a_minute"] >= values[-1]["errors_a_minute"]
    assert client.put(f"/api/documents/{ID}/review", json={"by": "Lan"}).status_code == 204
    assert client.get("/api/review").json()["total"] == 0
    progress = client.get("/api/review/progress").json()
    assert (progress["reviewed"], progress["reviewers"][0]["name"]) == (1, "Lan")
    assert client.get("/api/review", params={"q": "level:"}).status_code == 200
    assert client.put("/api/documents/0123456789/review", json={"by": "Lan"}).status_code == 404
