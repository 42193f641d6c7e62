from django.apps import AppConfig


class Design(AppConfig):
    name = "evenground.design"
    label = "design"
    verbose_name = "Design system"
