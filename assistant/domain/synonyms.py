"""同义词: what the field calls by several names, so that names and questions can be compared.

Each row is one thing; the first word stands for all. The rows come from the field's own documents
(特保 = 特种保安 = 特殊保安, 平安马甲 = 平安志愿者) and from common Chinese verbs for the same act.
Comparing only: what the user is shown keeps the source's own words.
"""

from __future__ import annotations

import re
import unicodedata

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("特保", "特种保安", "特殊保安", "特保队员", "特勤保安"),
    ("辅警", "警务辅助人员", "辅助警察", "协警"),
    ("平安志愿者", "平安马甲"),
    ("进博会", "中国国际进口博览会", "国际进口博览会", "进口博览会"),
    ("意外保险", "意外险", "人身意外伤害保险", "人身意外保险", "人身意外险", "意外伤害险"),
    ("社会保险", "社保"),
    ("薪资", "薪酬", "薪水", "工资"),
    ("辖区", "管辖区域", "管辖"),
    ("尾款", "余款"),
    ("收入总计", "总收入", "收入总额", "收入合计"),
    ("支出总计", "总支出", "支出总额", "支出合计"),
    ("保存", "留存", "保留"),
    ("聘用", "招聘", "聘请", "雇佣", "雇用", "招录", "招募"),
    ("购买", "采购", "购置"),
    ("支付", "付款", "拨付", "拨款"),
    ("奖", "奖励", "奖金"),
    ("人大", "人民代表大会"),
    ("开展", "展开", "举办", "举行"),
    ("食堂", "饭堂"),
    ("满意度", "满意率", "满意程度"),
    ("及时性", "及时率"),
    ("覆盖率", "覆盖面"),
    ("演练", "演习"),
    ("视频监控", "视频图像监控", "图像监控", "视频图象监控", "图象监控"),
    ("拖车", "牵引"),
    ("执行率", "预算执行率"),
    ("执行金额", "预算执行数", "执行数", "实际执行", "实际支出", "决算数"),
    ("年初预算", "年初预算数", "期初预算"),
    ("调整后预算", "调整预算", "调整预算数", "调整后预算数", "全年预算数"),
    ("总目标", "总体目标", "项目总目标"),
    ("年度目标", "年度总目标", "年度总体目标", "年度绩效目标"),
)

_TO_FIRST = {word: row[0] for row in SYNONYMS for word in row}
_ANY = re.compile("|".join(sorted(map(re.escape, _TO_FIRST), key=len, reverse=True)))
_DROPPED = re.compile(
    r"(?<=\d),(?=\d{3})|(?!(?<=\d)\.(?=\d))"
    r"[\s、，,。．.；;：:！!？?“”\"'‘’《》〈〉<>（）()【】\[\]〔〕{}·…—_~～\\/*#]+"
)


def fold(text: str) -> str:
    """Half width, lower case, without punctuation and blanks; a decimal point stays."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


def canonical(text: str) -> str:
    """``text`` folded, with every synonym replaced by the first of its row."""
    return _ANY.sub(lambda match: _TO_FIRST[match.group()], fold(text))
