"""What a draft said before it was changed again."""

import zlib

from django.conf import settings
from django.db import models

from compliance.audit.models import Event
from filings.models.filing import Filing
from filings.ownership import canonical
from filings.ownership.report import Submission


class ReportState(models.Model):
    """One state of a draft in the order in which they came; a hash that comes back later is another state then.

    ``sha256`` is the hash of the report without signatures, as a reviewer and a signer see it. ``event`` is the one
    that tells what made the state; none where a record beside the draft changed (a name, an address, the text of a
    power) and the state was met when somebody opened the report. ``content`` is the canonical JSON, deflated: it is
    written on every save, and ten times smaller so.

    The database refuses to change a state, and to delete those of a signed report (``filings.final_rows``).
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="states")
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["filing", "-id"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} of {self.at:%d %b %Y}"

    @property
    def submission(self) -> Submission:
        """The state as a value, read back from its canonical JSON."""
        return canonical.decode(zlib.decompress(self.content))
