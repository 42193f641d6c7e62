from django.apps import AppConfig


class Site(AppConfig):
    name = "evenground.site"
    label = "site"
    verbose_name = "Site"
