from django.apps import AppConfig


class Outputs(AppConfig):
    name = "evenground.programme.outputs"
    label = "outputs"
    verbose_name = "Reports and decisions"
