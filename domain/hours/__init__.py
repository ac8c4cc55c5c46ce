"""Business time: when a calendar is open, and how much of that lies between two instants."""

from domain.hours.always_open import AlwaysOpen
from domain.hours.business_calendar import BusinessCalendar
from domain.hours.calendar import Calendar
from domain.hours.dated import DatedCalendar, DatedSpan
from domain.hours.exhausted import CalendarExhausted
from domain.hours.intersection import Intersection
from domain.hours.span import Span
from domain.hours.time_of_day import format_time_of_day, parse_time_of_day
from domain.hours.time_zone import TimeZone

__all__ = [
    "AlwaysOpen",
    "BusinessCalendar",
    "Calendar",
    "CalendarExhausted",
    "DatedCalendar",
    "DatedSpan",
    "Intersection",
    "Span",
    "TimeZone",
    "format_time_of_day",
    "parse_time_of_day",
]
