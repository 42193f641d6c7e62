from django.apps import AppConfig


class Audit(AppConfig):
    name = "evenground.programme.audit"
    label = "audit"
    verbose_name = "Record of what was done"
