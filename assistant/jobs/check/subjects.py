"""业务领域: the fields of public work and the words that only they use.

An indicator that speaks of a field which the project nowhere touches was copied from elsewhere.
"""

from __future__ import annotations

import re

SUBJECTS: dict[str, str] = {
    "市政养护": "养护|路灯|桥梁|路面|坑槽|井盖|下水道|窨井|市政设施",
    "环卫": "垃圾|清运|环卫|公厕|保洁|清扫|渣土",
    "绿化": "绿化|绿地|树木|行道树|修剪|公园|苗木|花卉|草坪",
    "水务": "河道|水质|泵闸|防汛|排水|供水|水利|水务",
    "生态环境": "大气|扬尘|污染源|排污|噪声监测|生态环境|碳排",
    "教育": "学生|教师|课程|入学|幼儿园|校舍|教学|助学|营养餐|课后",
    "文化": "图书|借阅|演出|展览|非遗|文艺|文化馆|博物馆|阅览",
    "体育": "体育|健身|赛事|运动会|球场",
    "卫生健康": "疫苗|接种|医院|医疗|诊疗|门诊|病床|防疫|健康档案|献血|妇幼",
    "养老民政": "养老|老年|助餐|低保|救助|残疾|孤儿|殡葬|福利院|优抚",
    "就业人才": "就业|创业|招聘会|职业技能|人才公寓",
    "农业农村": "农村|乡村|农田|农业|种植|养殖|粮食|农产品|村民增收|畜禽|农机",
    "住房建设": "房屋修缮|加装电梯|住宅|公租房|棚改|物业维修基金|旧改",
    "交通": "公交|停车|地铁|轨道交通|出租车|客运|信号灯",
    "公安治安": "治安|辅警|特保|保安|巡逻|侦查|破案|发案|犯罪|警情|派出所|安保|反恐|禁毒|维稳",
    "司法": "法律援助|人民调解|普法|社区矫正|公证",
    "消防应急": "消防|灭火|应急救援|森林防火|安全生产|隐患排查",
    "信息化": "机房|服务器|软件|网络安全|数据治理|信息系统|视频监控",
    "市场监管": "食品安全|药品|抽检|特种设备|计量|商标|专利",
    "统计": "统计调查|普查|入户调查",
    "招商经济": "招商|企业扶持|产业|税收|外资|孵化",
    "科技": "科研|课题|科普|成果转化|研发",
    "旅游": "旅游|游客|景区|民宿",
    "组织党建": "党建|党员|党课|支部",
    "外事会展": "会展|展会|外宾|论坛|博览会",
}  # fmt: skip
"""Field → words; a table that anyone in the office can extend."""

_COMPILED = {name: re.compile(words) for name, words in SUBJECTS.items()}


def subjects_of(text: str) -> dict[str, str]:
    """Fields that ``text`` speaks of, each with the word that shows it."""
    return {name: m.group() for name, p in _COMPILED.items() if (m := p.search(text))}
