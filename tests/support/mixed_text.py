"""Mixed Chinese and English paragraphs, always the same, with much that is hard to set."""

from __future__ import annotations

import random

_SUBJECTS = [
    "中国互联网络信息中心", "欧盟委员会", "国际电信联盟（ITU）", "阿里巴巴集团", "世界银行", "《网络安全法》",
    "“宽带中国”战略", "Google公司", "第三届世界互联网大会", "OECD成员国", "数字经济智库", "各国政府", "5G网络",
    "北京—上海干线", "让·雅克·卢梭研究会", "IPv6规模部署行动", "《G20数字经济发展与合作倡议》",
]  # fmt: skip
_VERBS = [
    "发布了", "显著推动", "共同倡议", "持续投入", "正在重新定义", "全面覆盖", "提出了关于", "首次公开", "加快建设",
    "联合制定", "深入讨论", "逐步完善",
]  # fmt: skip
_OBJECTS = [
    "云计算（cloud computing）与大数据", "人工智能（AI）的治理框架", "约{n}%的农村地区", "超过{n}亿网民的基本服务",
    "{n}项跨境数据规则", "“互联网+”行动计划", "半导体、操作系统和数据库", "Linux、Kubernetes与RISC-V生态",
    "{n}.{d}万公里光缆", "{y}年{m}月{d}日的路线图", "平均{n}℃的机房温度", "第{d}章所述的目标",
    "{n}～{m}岁人群的上网需求",
    "open source社区的协作方式", "电子商务——尤其是跨境电商——的新业态", "“数字鸿沟”（digital divide）问题",
    "每秒{n}.{d}Gbps的带宽", "价值¥{n}00的终端补贴", "关键信息基础设施（CII）保护",
]  # fmt: skip
_LINKS = ["，", "；", "，同时", "，并且", "，其中", "：", "——", "，例如", "，而", "、以及"]
_CLOSES = [
    "。", "。", "。", "！", "？", "……", "（见附录A）。", "，增长{n}%。", "，达到{n}.{d}亿元。", "，占比{n}.{d}%。",
    "，称为“共享经济”。", "，即《白皮书》（{y}年版）。", "，这一数字在{y}年是{n}亿。", "（{y}～{y2}年）。",
]  # fmt: skip


def paragraphs(count: int = 220, seed: int = 7) -> list[str]:
    """Return ``count`` paragraphs of two to six sentences each."""
    chance = random.Random(seed)
    return ["".join(_sentence(chance) for _ in range(chance.randint(2, 6))) for _ in range(count)]


def _sentence(chance: random.Random) -> str:
    parts = [chance.choice(_SUBJECTS), chance.choice(_VERBS), chance.choice(_OBJECTS)]
    for _ in range(chance.randint(0, 2)):
        parts += [chance.choice(_LINKS), chance.choice(_VERBS), chance.choice(_OBJECTS)]
    text = "".join([*parts, chance.choice(_CLOSES)])
    year = chance.randint(1994, 2016)
    return text.format(
        n=chance.randint(2, 98),
        d=chance.randint(1, 9),
        m=chance.randint(1, 12),
        y=year,
        y2=year + chance.randint(1, 9),
    )
