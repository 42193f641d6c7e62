from django.apps import AppConfig


class Approvals(AppConfig):
    name = "evenground.programme.approvals"
    label = "approvals"
    verbose_name = "Approvals"
