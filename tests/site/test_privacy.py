"""Each thing kept about somebody is known to be personal; nothing personal is written in the log."""

import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client, override_settings

MODELS = [model for model in apps.get_models() if model._meta.app_label in settings.CONTEXTS]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_classed(model):
    """What is personal is given to the person who asks, and made up in the demonstration."""
    fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    personal, open_ = model.Privacy.personal, model.Privacy.open

    assert not set(personal) & set(open_), f"{model.__name__}: both personal and open"
    assert len({*personal, *open_}) == len([*personal, *open_]), f"{model.__name__}: named twice"
    assert {*personal, *open_} == fields, (
        f"{model.__name__}: say in Privacy whether {sorted(fields - {*personal, *open_})} is personal; "
        f"{sorted({*personal, *open_} - fields)} is no field of it."
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_who_somebody_is_is_always_personal(model):
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.related_model and field.related_model.__name__ == "Person":
            assert field.name in model.Privacy.personal


@override_settings(ROOT_URLCONF="tests.site.failing")
def test_a_page_that_fails_tells_the_log_nothing_personal(cast, caplog):
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.adviser, backend=settings.AUTHENTICATION_BACKENDS[0])
    with caplog.at_level(logging.DEBUG):
        answer = browser.post("/fails/?name=Ada+Adviser", {"text": "My daughter is ill."})

    written = "\n".join(logging.Formatter().format(record) for record in caplog.records if record.name != "django.db")
    assert answer.status_code == 500
    assert "/fails/" in written
    for personal in (cast.adviser.name, cast.adviser.email, "daughter"):
        assert personal not in written
