"""Tables a team has loaded."""

from django.db import models
from django.urls import reverse

from evenground.programme.datasets.enums import DatasetKind
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team

_ENDINGS = (".csv.gz", ".csv", ".xlsx", ".parquet", ".txt", ".tsv")


def _where(dataset: "Dataset", name: str) -> str:
    """By fingerprint, so that no name a person chose reaches the file system; the ending says how to read it."""
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
    return f"datasets/{dataset.team_id}/{dataset.sha256}{ending}"


class Dataset(models.Model):
    """A file as it was loaded, with what its columns mean."""

    class Privacy:
        personal = ("loaded_by",)
        open = (
            "id", "team", "kind", "name", "file", "sha256", "size", "columns", "period", "unit", "covers",
            "attribution", "loaded_at", "removed_at",
        )  # fmt: skip

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="datasets")
    kind = models.CharField(max_length=15, choices=DatasetKind.choices, default=DatasetKind.OUTCOME)
    name = models.CharField("name of the file", max_length=200)
    file = models.FileField(upload_to=_where, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    columns = models.JSONField(default=dict, blank=True)  # what each column means: {"area": "CCG", …}
    period = models.CharField(max_length=100, blank=True)
    unit = models.CharField("what is counted", max_length=100, blank=True)
    covers = models.CharField("what the whole file covers", max_length=100, default="England")
    attribution = models.CharField("where it comes from", max_length=500, blank=True)
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("datasets:dataset", args=[self.pk])
