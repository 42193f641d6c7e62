from django.apps import AppConfig


class Workshops(AppConfig):
    name = "evenground.programme.workshops"
    label = "workshops"
    verbose_name = "Workshops"
