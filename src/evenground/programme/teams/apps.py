from django.apps import AppConfig


class Teams(AppConfig):
    name = "evenground.programme.teams"
    label = "teams"
    verbose_name = "Teams"
