from django.apps import AppConfig


class Dashboard(AppConfig):
    name = "evenground.programme.dashboard"
    label = "dashboard"
    verbose_name = "Dashboard"
