from people.models.issuer import Issuer, SecurityClass
from people.models.owner import ReportingOwner
from people.models.position import Position
from people.models.power_of_attorney import AttorneyInFact, PowerOfAttorney, PowerState

__all__ = [
    "AttorneyInFact",
    "Issuer",
    "Position",
    "PowerOfAttorney",
    "PowerState",
    "ReportingOwner",
    "SecurityClass",
]
