from compliance.models.calendar_day import EdgarCalendarDay
from compliance.models.user import Membership, Role, User

__all__ = ["EdgarCalendarDay", "Membership", "Role", "User"]
