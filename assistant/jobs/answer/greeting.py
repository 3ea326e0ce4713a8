"""招呼: what is said before, between and after questions: a greeting, thanks, how to ask."""

from __future__ import annotations

import re

from assistant.domain.answer import Answer

_CALL = r"(?:你好|您好|你们好|大家好|早|早安|早上好|上午好|中午好|下午好|晚上好|嗨|嘿|哈喽|喂|在吗|在不在|有人吗|hi|hello|hey)"
_THANKS = r"(?:谢谢|多谢|感谢|谢了|辛苦了?|好的|好|明白了?|知道了|收到|再见|拜拜|没事了|没有了)"
_HOW = (
    r"(?:你|您|这|这个|这里|有据|youju)?(?:是谁|是什么|叫什么|是干什么的|是做什么的|能做什么|会做什么|能干什么|会什么"
    r"|有什么用|有什么功能|有哪些功能|能问什么|可以问什么|可以做什么|能帮我什么|能帮我做什么|怎么用|如何使用|怎么使用|怎么问|使用说明|使用方法)"
    r"|我?(?:该怎么问|能问什么|可以问什么|能问些什么|可以问些什么)|帮助|帮忙|help|功能|说明"
)
_TAIL = r"[呀啊吗呢啦哦您你各位老师同志，,。.!！?？~～\s]*"
_GREETING = re.compile(rf"{_CALL}{_TAIL}(?:{_CALL}{_TAIL})?", re.IGNORECASE)
_THANKING = re.compile(rf"(?:{_THANKS}{_TAIL})+", re.IGNORECASE)
_ASKING = re.compile(rf"(?:{_CALL}{_TAIL})?(?:请问)?(?:{_HOW}){_TAIL}", re.IGNORECASE)
HELP = (
    "我从资料库里的申报、预算和依据文件找答案，每个数都能点开出处；资料里没有的，直说没有。\n\n"
    "- 问一个数：某单位某项目的预算、某个指标的目标值、某年的执行率\n"
    "- 问一个缘由：这个目标值为什么这样定\n"
    "- 查一份依据：文号或标题，谁引用过它\n"
    "- 比较和加总：各单位同一指标比一比，几项一共多少\n"
    "- 也可以说“起草……的申报”“审核……”\n\n"
    "问的时候写上单位、项目和年度，找得最准；接着问可以省略。"
)
THANKS = "不客气。还要查别的，接着问就行；换一件事，写上单位和项目最准。"


def greeting(question: str) -> Answer | None:
    """The answer to a whole question that asks nothing of the library; None for any other."""
    said = question.strip()
    if _ASKING.fullmatch(said) or _GREETING.fullmatch(said):
        return Answer(question, "help", HELP, ())
    if _THANKING.fullmatch(said):
        return Answer(question, "help", THANKS, ())
    return None
