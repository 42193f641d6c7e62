from django.urls import path

from evenground.programme.workbook import views

app_name = "workbook"
urlpatterns = [
    path("team/<int:pk>/", views.workbook, name="workbook"),
    path("team/<int:pk>/print/", views.printed, name="printed"),
    path("team/<int:pk>/section/<str:key>/", views.section, name="section"),
    path("team/<int:pk>/answer/<str:question>/", views.save, name="save"),
    path("team/<int:pk>/answer/<str:question>/history/", views.history, name="history"),
    path("clash/<int:pk>/", views.clash, name="clash"),
]
