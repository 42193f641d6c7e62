from django.urls import path

from evenground.programme.cigs import views

app_name = "cigs"
urlpatterns = [
    path("<int:pk>/", views.cig, name="cig"),
    path("cohort/<int:pk>/", views.groups, name="groups"),
    path("cohort/<int:pk>/propose/", views.propose, name="propose"),
    path("cohort/<int:pk>/facilitator/<int:person>/", views.ready, name="ready"),
    path("forming/<int:pk>/", views.forming, name="forming"),
    path("forming/<int:pk>/again/", views.again, name="again"),
    path("forming/<int:pk>/team/<int:team>/move/", views.move, name="move"),
    path("forming/<int:pk>/team/<int:team>/pin/", views.pin, name="pin"),
    path("forming/<int:pk>/confirm/", views.confirm, name="confirm"),
]
