"""Every component, as the gallery shows it."""

import pytest
from jinja2 import UndefinedError

COMPONENTS = "design/components.html"


def names_in_gallery(gallery) -> set[str]:
    return {
        section.get("id").removeprefix("part-") for section in gallery.xpath("//section[starts-with(@id, 'part-')]")
    }


def test_the_gallery_shows_every_component(gallery, render):
    """A component that the gallery leaves out is one that nobody looks at."""
    from django.template import engines

    exported = {name for name in vars(engines.all()[0].env.get_template(COMPONENTS).module) if not name.startswith("_")}
    shown_with_another = {"cards", "facts", "field_for", "fields_for", "saved_mark"}
    assert exported - names_in_gallery(gallery) == shown_with_another


def test_nothing_is_styled_or_scripted_in_the_page(gallery):
    assert not gallery.xpath("//style|//*[@style]|//script[not(@src)]")
    assert not [name for element in gallery.iter() for name in element.attrib if name.lower().startswith("on")]
    assert not gallery.xpath("//a[starts-with(@href, 'javascript:')]")


def test_nothing_is_fetched_from_elsewhere(gallery):
    fetched = [*gallery.xpath("//@src"), *gallery.xpath("//link/@href"), *gallery.xpath("//form/@action")]
    assert fetched and not [address for address in fetched if "//" in address]


def test_nothing_looks_like_an_official_site(gallery):
    text = gallery.text_content()
    assert "NHS" not in text and "Frutiger" not in text
    assert not gallery.xpath("//*[contains(@class, 'nhsuk-header__logo')]")
    assert gallery.xpath("//header//img/@src")[0].endswith("evenground/images/mark.svg")


def test_no_tag_is_shown_as_text(gallery):
    assert "<" not in gallery.xpath("//body")[0].text_content()


def test_no_two_things_share_an_id(gallery):
    ids = gallery.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_everything_that_is_pointed_at_is_there(gallery):
    ids = set(gallery.xpath("//@id"))
    pointed = " ".join(gallery.xpath("//@aria-labelledby|//@aria-describedby|//@for|//@aria-controls")).split()
    assert set(pointed) <= ids


@pytest.mark.parametrize(
    "call",
    [
        "button('Save', colour='red')",
        "table('Teams', [], [], sortable=True)",
        "form_for(None, clas='x')",
        "post_button('Go', action='/', confirmation='x')",
        "status('Done', sort='x')",
    ],
)
def test_a_name_a_component_does_not_know_is_an_error(render, call):
    name = call.split("(")[0]
    with pytest.raises(TypeError, match="takes no keyword argument"):
        render(f"{{% from '{COMPONENTS}' import {name} %}}{{{{ {call} }}}}")


def test_a_kind_of_status_that_does_not_exist_is_an_error(render):
    with pytest.raises(UndefinedError):
        render(f"{{% from '{COMPONENTS}' import status %}}{{{{ status('Done', 'finished') }}}}")


SAYING = [
    "card(bad, bad)",
    "conflict_view({'heading': bad, 'who': bad, 'text': bad}, {'heading': bad, 'who': bad, 'text': bad})",
    "details(bad, bad)",
    "fact(bad, bad, bad, bad)",
    "history([{'who': bad, 'what': bad, 'when': bad, 'text': bad}])",
    "inset(bad)",
    "link(bad, bad, hidden=bad)",
    "message(bad)",
    "person_line(bad, bad, bad)",
    "post_button(bad, action=bad, confirm=bad, hidden=bad)",
    "quotation(bad, bad)",
    "summary_list([(bad, bad)])",
    "table(bad, [bad], [[bad], [bad]], note=bad)",
    "task_list([{'text': bad, 'hint': bad, 'status': (bad, 'todo')}])",
    "warning(bad, heading=bad)",
    "written(bad, bad)",
]


def test_what_people_typed_is_shown_and_never_run(render):
    bad = "<script>alert(1)</script>"
    drawn = "".join(
        render(f"{{% from '{COMPONENTS}' import {call.split('(')[0]} %}}{{{{ {call} }}}}", bad=bad) for call in SAYING
    )
    assert "<script>" not in drawn and "alert(1)" in drawn


def test_numbers_in_a_table_line_up_and_texts_do_not(draw):
    drawn = draw(
        f"""{{% from "{COMPONENTS}" import table %}}
        {{{{ table("Rates", ["Group", {{"text": "Rate", "number": True}}], [["All", "4.2"], ["Some", 12345]]) }}}}"""
    )
    assert [cell.text for cell in drawn.xpath("//td[@class='eg-number']")] == ["4.2", "12,345"]
    assert [head.get("scope") for head in drawn.xpath("//th")] == ["col", "col", "row", "row"]
    region = drawn.xpath("//*[@role='region']")[0]
    assert region.get("tabindex") == "0"
    assert "Rates" in drawn.get_element_by_id(region.get("aria-labelledby")).text_content()


def test_a_button_that_asks_first_does_so_without_script(draw):
    drawn = draw(
        f"""{{% from "{COMPONENTS}" import post_button %}}
        {{{{ post_button("Remove", action="/remove/", hidden="Ann", confirm="Ann will go.", fields={{"who": 4}}) }}}}"""
    )
    assert drawn.xpath("//details[not(@open)]//form[@method='post'][@action='/remove/']")
    assert drawn.xpath("//summary")[0].text_content().strip() == "Remove Ann"
    assert drawn.xpath("//details//input[@name='who']/@value") == ["4"]
    assert drawn.xpath("//details//input[@name='csrfmiddlewaretoken']")
