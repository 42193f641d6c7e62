from django.apps import AppConfig


class Registrations(AppConfig):
    name = "evenground.programme.registrations"
    label = "registrations"
    verbose_name = "Registrations"
