"""The code lists as shipped: editable seed data."""

from __future__ import annotations

from collections.abc import Mapping

from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.shipped import record
from commonbeat.domains.hub.shipped.lists import ShippedCode
from commonbeat.domains.hub.shipped.risks import RISKS
from commonbeat.domains.hub.shipped.strengths import FLAGS, PROTECTIVE

SHIPPED: Mapping[CodeKind, tuple[ShippedCode, ...]] = {
    CodeKind.TYPE: record.TYPES,
    CodeKind.AGE_BAND: record.AGE_BANDS,
    CodeKind.SEX: record.SEXES,
    CodeKind.RISK: RISKS,
    CodeKind.PROTECTIVE: PROTECTIVE,
    CodeKind.FLAG: FLAGS,
    CodeKind.REJECTION: record.REJECTIONS,
    CodeKind.CONCLUSION: record.CONCLUSIONS,
    CodeKind.SERVICE: record.SERVICES,
    CodeKind.BASIS: record.BASES,
    CodeKind.VISIT: record.VISITS,
    CodeKind.CHECK: record.CHECKS,
    CodeKind.LATER: record.LATER,
}
