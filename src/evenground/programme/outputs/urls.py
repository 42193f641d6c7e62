from django.urls import path

from evenground.programme.outputs import views

app_name = "outputs"
urlpatterns = [
    path("team/<int:pk>/", views.draft, name="draft"),
    path("team/<int:pk>/sign/", views.sign, name="sign"),
    path("team/<int:pk>/draft.pdf", views.draft_pdf, name="draft_pdf"),
    path("team/<int:pk>/draft.docx", views.draft_word, name="draft_word"),
    path("team/<int:pk>/chart-<int:number>.svg", views.draft_chart, name="draft_chart"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/chart-<int:number>.svg", views.report_chart, name="report_chart"),
    path("<int:pk>/report.pdf", views.report_pdf, name="report_pdf"),
    path("<int:pk>/report.docx", views.report_word, name="report_word"),
    path("<int:pk>/decide/", views.decide, name="decide"),
]
