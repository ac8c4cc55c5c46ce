"""Policy documents: from YAML that people write to the canonical JSON that is published."""

from infra.policies.canonical import time_zone_version, to_json
from infra.policies.difference import differences
from infra.policies.mistake import PolicyMistake
from infra.policies.reading import read_policy

__all__ = ["PolicyMistake", "differences", "read_policy", "time_zone_version", "to_json"]
