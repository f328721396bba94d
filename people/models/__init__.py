from people.models.issuer import Issuer, SecurityClass
from people.models.owner import ReportingOwner
from people.models.position import Position
from people.models.power_of_attorney import AttorneyInFact, PowerOfAttorney, PowerStage, PowerState
from people.models.power_record import PowerNote, PowerReminder
from people.models.signatory import Signatory
from people.models.substitution import Substitution

__all__ = [
    "AttorneyInFact",
    "Issuer",
    "Position",
    "PowerNote",
    "PowerOfAttorney",
    "PowerReminder",
    "PowerStage",
    "PowerState",
    "ReportingOwner",
    "SecurityClass",
    "Signatory",
    "Substitution",
]
