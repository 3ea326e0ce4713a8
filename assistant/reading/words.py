"""词: everyday words, for telling what a cut or torn character was."""

from __future__ import annotations

from functools import lru_cache

WORDS = frozenset({
    "平均", "工作", "管理", "服务", "人员", "保障", "监控", "协助", "完成", "支付", "建设", "维护",
    "检查", "培训", "宣传", "活动", "资金", "项目", "标准", "要求", "考核", "达到", "实现", "提升",
    "提高", "降低", "减少", "增加", "控制", "有效", "持续", "影响", "居民", "群众", "社会", "单位",
    "部门", "设备", "设施", "安全", "环境", "质量", "数量", "时间", "及时", "按时", "每天", "每月",
})  # fmt: skip
"""Everyday words of the field, for what the document itself does not say."""


@lru_cache(maxsize=4096)
def is_word(pair: str) -> bool:
    """Whether two characters are a word of the language, by the dictionary that jieba ships.

    Imported here: only damaged documents need it, and it takes most of a second to load.
    """
    import jieba

    if not jieba.dt.initialized:
        jieba.setLogLevel(60)
        jieba.initialize()
    return bool(jieba.dt.FREQ.get(pair))
