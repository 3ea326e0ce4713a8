"""有据 Youju: an assistant for 项目支出绩效目标申报, every figure with its basis."""

__version__ = "0.1.0"
