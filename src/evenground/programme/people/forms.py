from django import forms

from evenground.programme.people.models import Person


class MyDetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person can change about themselves."""

    class Meta:
        model = Person
        fields = ("name", "phone")
        labels = {"name": "Your name", "phone": "Telephone number"}
        help_texts = {"phone": "People in your Collaborative Implementation Group can see it."}
