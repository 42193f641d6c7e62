from django.urls import path

from evenground.programme.equity import views

app_name = "equity"
urlpatterns = [
    path("team/<int:pk>/", views.releases, name="releases"),
    path("data/<int:pk>/analyse/", views.analyse, name="analyse"),
    path("<int:pk>/", views.release, name="release"),
    path("<int:pk>/share/", views.share, name="share"),
    path("<int:pk>/chart-<int:number>.svg", views.chart, name="chart"),
    path("<int:pk>/table.csv", views.table, name="table"),
]
