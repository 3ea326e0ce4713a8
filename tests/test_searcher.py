"""检索: exact channels first, filters that hold, a retriever for anybody's chain."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from library_samples import declaration, library, statute

import assistant.library.vectors as nearness
from assistant.errors import EncoderMismatch, LibraryError, UsageError
from assistant.library.encoder import HashingEncoder
from assistant.library.library import Library
from assistant.search.filters import Filters, unit_aliases
from assistant.search.linking import Linker
from assistant.search.reranker import load_reranker
from assistant.search.retriever import Retriever
from assistant.search.searcher import Hit, Searcher
from assistant.search.tokens import Segmenter, content_terms
from assistant.settings import Settings
from evals.kill import differences

KNOWN = "某公发〔2019〕7号"
SPELLINGS = (
    "某公发〔2019〕7号", "某公发[2019]7号", "某公发(2019)7号", "某公发（2019）7号", "某公发【2019】7号",
    "某公发〔2019〕 7 号", "某公发２０１９年７号", "某公发2019 7号", "某公发〔2019〕7号文",
)  # fmt: skip


def fill(kept: Library) -> None:
    """Declarations of two units and two years, and a law in two versions."""
    for unit, year, guards in (
        ("甲街道", 2023, 20),
        ("甲街道", 2024, 30),
        ("乙街道平安办", 2024, 40),
    ):
        kept.catalogue.add(*declaration(unit, "夜间巡逻", year, guards))
    old = {"第一条": "保管费用由当事人承担。", "第二条": "旧的第二条。"}
    new = {"第一条": "为了规范保管制定本条例。", "第二条": "保管费用由行政机关承担。"}
    kept.catalogue.add(*statute("某市保管条例", "2010-01-01", old))
    kept.catalogue.add(*statute("某市保管条例", "2020-05-01", new))
    kept.catalogue.add(*statute("外省保管条例", "2015-01-01", {"第二条": "外省的保管费用。"}))
    kept.sync()


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with library(tmp_path_factory.mktemp("index")) as kept:
        fill(kept)
        assert differences(kept) == []
        yield Searcher(kept)


def first(hits: Sequence[Hit]) -> str:
    """Unit, year and text of the first hit."""
    hit = hits[0].passage
    return f"{hit.unit} {hit.year} {hit.text}"


@pytest.mark.parametrize(
    ("question", "unit", "year", "text"),
    [
        ("甲街道2023年巡逻队员人数是多少？", "甲街道", 2023, "≥20人"),
        ("2024年甲街道的巡逻队员人数", "甲街道", 2024, "≥30人"),
        ("乙街道巡逻队员人数目标值", "乙街道平安办", 2024, "≥40人"),
        ("二〇二三年甲街道巡逻服务费", "甲街道", 2023, "100万元"),
    ],
)
def test_the_named_row_of_the_named_unit_and_year_is_first(
    searcher: Searcher, question: str, unit: str, year: int, text: str
) -> None:
    hit = searcher.search(question)[0]
    assert (hit.passage.unit, hit.passage.year) == (unit, year)
    assert hit.passage.text.endswith(text)
    assert hit.exact == ("名称",)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_number_finds_its_citations(searcher: Searcher, spelling: str) -> None:
    hits = searcher.search(spelling)
    assert len(hits) == 3
    assert all(KNOWN in hit.passage.text and hit.exact == ("文号",) for hit in hits)


@pytest.mark.parametrize(
    "question",
    [
        "某公发〔2019〕8号",
        "某公发〔2018〕7号是什么文件？",
        "谁引用过某公办〔2019〕7号",
        "沪某发[2020]1号",
    ],
)
def test_an_unknown_number_has_no_neighbour(searcher: Searcher, question: str) -> None:
    assert searcher.search(question) == []


@pytest.mark.parametrize(
    ("question", "on", "text"),
    [
        ("某市保管条例第二条", None, "保管费用由行政机关承担。"),
        ("《某市保管条例》第2条怎么说", None, "保管费用由行政机关承担。"),
        ("某市保管条例第二条", "2015-06-01", "旧的第二条。"),
        ("某市保管条例第一条第二款", "2019-01-01", "保管费用由当事人承担。"),
    ],
)
def test_a_cited_article_is_first(
    searcher: Searcher, question: str, on: str | None, text: str
) -> None:
    hit = searcher.search(question, filters=Filters(on=on))[0]
    assert hit.passage.text.endswith(text)
    assert hit.exact == ("条文",)


@pytest.mark.parametrize(
    ("filters", "hold"),
    [
        (Filters(unit="甲街道"), lambda p: p.unit == "甲街道"),
        (Filters(unit="乙街道"), lambda p: p.unit == "乙街道平安办"),
        (Filters(year=2023), lambda p: p.year == 2023),
        (Filters(project="夜间巡逻", year=2024), lambda p: p.project == "夜间巡逻" and p.year == 2024),
        (Filters(kind="statute"), lambda p: p.article is not None or "条例" in p.path),
        (Filters(on="2019-12-31"), lambda p: p.effective_from != "2020-05-01"),
        (Filters(kind="statute", on="2021-01-01"), lambda p: p.effective_from != "2010-01-01"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", ["保管费用由谁承担", "巡逻队员人数", "甲街道2024年"])
def test_filters_hold_for_every_hit(
    searcher: Searcher, filters: Filters, hold: object, question: str
) -> None:
    hits = searcher.search(question, k=50, filters=filters)
    assert hits
    assert all(hold(hit.passage) for hit in hits)  # type: ignore[operator]


@pytest.mark.parametrize("filters", [Filters(unit="丙街道"), Filters(year=1999), Filters(kind="x")])
def test_a_filter_that_nothing_passes(searcher: Searcher, filters: Filters) -> None:
    assert searcher.search("巡逻队员人数", filters=filters) == []


def test_a_date_that_is_none(searcher: Searcher) -> None:
    with pytest.raises(UsageError, match="2024-01-31"):
        searcher.search("巡逻", filters=Filters(on="去年"))


@pytest.mark.parametrize("question", ["", "  \n", "？？？", "巡逻" * 50_000])
def test_odd_questions(searcher: Searcher, question: str) -> None:
    hits = searcher.search(question, k=3)
    assert len(hits) <= 3
    assert bool(hits) == bool(question.strip())


@pytest.mark.parametrize("k", [0, 1, 5])
def test_as_many_as_asked_for(searcher: Searcher, k: int) -> None:
    assert len(searcher.search("巡逻队员", k=k)) == k


def test_scores_fall(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("甲街道巡逻队员经费", k=20)]
    assert scores == sorted(scores, reverse=True)


def test_a_law_of_another_place_comes_later(searcher: Searcher) -> None:
    texts = [hit.passage.text for hit in searcher.search("外省的保管费用", k=3)]
    assert "外省" in texts[0]


def test_what_was_just_ingested_is_found(tmp_path: Path) -> None:
    with library(tmp_path) as kept:
        fill(kept)
        searcher = Searcher(kept)
        assert searcher.search("丙街道2025年巡逻队员人数")[0].passage.unit != "丙街道"
        kept.catalogue.add(*declaration("丙街道", "夜间巡逻", 2025, 50))
        kept.sync()
        hit = searcher.search("丙街道2025年巡逻队员人数")[0]
        assert (hit.passage.unit, hit.passage.year) == ("丙街道", 2025)
        kept.remove("丙街道")
        assert all(h.passage.unit != "丙街道" for h in searcher.search("丙街道", k=50))


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    with library(tmp_path) as kept:
        fill(kept)
    other = Library(Settings(index=tmp_path, encoder="another"), HashingEncoder(32))
    with other, pytest.raises(EncoderMismatch):
        Searcher(other).search("巡逻")


def test_eight_threads_ask_while_documents_come_and_go(tmp_path: Path) -> None:
    done = threading.Event()

    def ask(searcher: Searcher, number: int) -> int:
        asked = 0
        while not done.is_set():
            filters = Filters(unit="甲街道") if number % 2 else None
            hits = searcher.search("甲街道2024年巡逻队员人数", k=5, filters=filters)
            assert hits[0].passage.text.endswith("≥30人")
            asked += 1
        return asked

    with library(tmp_path) as kept, ThreadPoolExecutor(8) as pool:
        fill(kept)
        searcher = Searcher(kept)
        asking = [pool.submit(ask, searcher, number) for number in range(8)]
        try:
            for number in range(12):
                kept.catalogue.add(*declaration(f"第{number}号镇", "日间巡逻", 2022, number + 1))
                kept.sync()
                if number % 3 == 0:
                    kept.remove(f"第{number}号镇-日间巡逻-2022")
        finally:
            done.set()
        assert sum(task.result() for task in asking) > 0
        assert differences(kept) == []
        for number in range(12):
            units = {h.passage.unit for h in searcher.search(f"第{number}号镇", k=20)}
            assert (f"第{number}号镇" in units) == (number % 3 != 0)


# ---- a real server ----


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Chroma server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path"]
    folder = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [*command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_a_chroma_server_is_used_and_may_go_away(
    tmp_path: Path,
    server: tuple[str, subprocess.Popen[bytes]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, process = server
    monkeypatch.setattr(nearness, "_AWAY_SECONDS", 600.0)
    with library(tmp_path / "one", chroma_url=url) as kept:
        fill(kept)
        assert kept.inspect().chroma == kept.inspect().passages > 0
        assert differences(kept) == []
        searcher = Searcher(kept)
        before = [hit.passage.id for hit in searcher.search("保管费用由谁承担", k=5)]
        kept.remove("外省保管条例(2015-01-01)")
        assert differences(kept) == []
        with library(tmp_path / "two", chroma_url=url) as other:  # libraries do not mix
            assert other.inspect().chroma == 0
        assert caplog.records == []
        process.kill()
        process.wait()
        after = [hit.passage.id for hit in searcher.search("保管费用由谁承担", k=5)]
        assert after[0] == before[0]
        assert len(set(after) & set(before)) >= 3  # one of them was removed
        lines = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
        assert len(lines) == 1
        assert "Chroma 服务器没有应答" in lines[0]


# ---- around it ----


@pytest.mark.parametrize(
    ("unit", "alias"),
    [
        ("上海市闵行区人民政府浦锦街道办事处", "浦锦街道"),
        ("浦锦街道平安办", "浦锦街道"),
        ("上海市公安局闵行分局", "闵行分局"),
        ("某县某镇人民政府", "某镇"),
        ("综治组", "综治组"),
    ],
)
def test_units_are_known_by_their_short_names(unit: str, alias: str) -> None:
    assert alias in unit_aliases(unit)


def test_linking(searcher: Searcher) -> None:
    linker = Linker(searcher._library.catalogue.names())
    links = linker.link(
        f"甲街道2024年夜间巡逻的巡逻队员人数，依据{KNOWN}和《某市保管条例》第二条、第3条"
    )
    assert links.numbers == (KNOWN,)
    assert links.articles == (("某市保管条例", "第二条"), ("某市保管条例", "第3条"))
    assert links.rows == ("巡逻队员人数",)
    assert links.units == {"甲街道"}
    assert links.projects == {"夜间巡逻"}
    assert links.years == {2024}


def test_content_terms_leave_out_what_only_asks() -> None:
    assert content_terms("请问这是什么文件？谁引用过") == content_terms("这")
    assert "巡逻" in content_terms("巡逻有哪些规定")


def test_segmenter_keeps_names_whole(searcher: Searcher) -> None:
    segmenter = Segmenter(searcher._library.catalogue.names())
    words = segmenter.words("乙街道平安办的巡逻队员人数")
    assert "巡逻队员人数" in words
    assert "乙街道平安办" in words


class Backwards:
    """A reranker that prefers the shortest text."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        return [-float(len(text)) for text in texts]


def test_a_reranker_orders_but_a_cited_number_stays_first(searcher: Searcher) -> None:
    turned = Searcher(searcher._library, reranker=Backwards())
    hits = turned.search("巡逻队员", k=5)
    sizes = [len(f"{h.passage.path} {h.passage.text}") for h in hits]
    assert sizes == sorted(sizes)
    assert turned.search(f"{KNOWN}和巡逻队员人数")[0].exact == ("文号",)


def test_a_reranker_that_is_not_there() -> None:
    assert load_reranker(None) is None
    with pytest.raises(LibraryError, match="YOUJU_RERANKER"):
        load_reranker("/no/such/model")


def test_the_retriever_stands_in_a_chain(searcher: Searcher) -> None:
    from langchain_core.runnables import RunnableLambda

    retriever = Retriever(searcher=searcher, k=3, filters=Filters(unit="甲街道"))
    chain = retriever | RunnableLambda(lambda found: [d.metadata["unit"] for d in found])
    assert chain.invoke("巡逻队员人数") == ["甲街道"] * 3
    document = retriever.invoke("甲街道2024年巡逻队员人数")[0]
    whole = searcher._library.catalogue.document(document.metadata["document"])
    start, end = document.metadata["start"], document.metadata["end"]
    assert whole.text[start:end] == document.page_content


def test_the_retriever_is_exported_lazily() -> None:
    script = (
        "import sys, assistant; assert 'langchain_core' not in sys.modules;"
        "from assistant import Retriever; print(Retriever.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "Retriever\n"


def test_the_way_to_an_answer_imports_neither_torch_nor_chroma() -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "import tempfile; from pathlib import Path\n"
        "from library_samples import library, declaration\n"
        "from assistant.search.searcher import Searcher\n"
        "kept = library(Path(tempfile.mkdtemp())); kept.catalogue.add(*declaration()); kept.sync()\n"
        "assert Searcher(kept).search('巡逻队员')\n"
        "print([m for m in ('torch', 'chromadb', 'langchain_core', 'gradio', 'jieba') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
