from django.db import migrations

from evenground.programme.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("workbook", "0001_initial")]
    operations = [append_only("workbook_revision")]
