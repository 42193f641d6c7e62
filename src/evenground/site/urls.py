"""Every address of the site. Each context brings its own."""

from django.urls import include, path

from evenground.site import views

site_patterns = (
    [
        path("mail/", views.mail, name="mail"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("health/", views.health, name="health"),
    ],
    "site",
)

urlpatterns = [
    path("", views.home, name="home"),
    path("", include(site_patterns)),
    path("account/", include("evenground.programme.people.urls")),
    path("programmes/", include("evenground.programme.cohorts.urls")),
    path("teams/", include("evenground.programme.teams.urls")),
    path("registrations/", include("evenground.programme.registrations.urls")),
    path("cigs/", include("evenground.programme.cigs.urls")),
    path("workshops/", include("evenground.programme.workshops.urls")),
    path("workbook/", include("evenground.programme.workbook.urls")),
    path("data/", include("evenground.programme.datasets.urls")),
    path("approvals/", include("evenground.programme.approvals.urls")),
    path("numbers/", include("evenground.programme.equity.urls")),
    path("reports/", include("evenground.programme.outputs.urls")),
    path("dashboard/", include("evenground.programme.dashboard.urls")),
    path("gallery/", include("evenground.design.urls")),
]

handler400 = "evenground.site.views.bad_request"
handler403 = "evenground.site.views.not_allowed"
handler404 = "evenground.site.views.not_found"
handler429 = "evenground.site.views.too_often"  # the sign-in library asks for this one
handler500 = "evenground.site.views.went_wrong"
